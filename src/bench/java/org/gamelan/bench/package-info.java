/**
 * Measures Gamelan against a plain loop on the same machine in the same run: a fake model server, a
 * baseline and the real server, each in its own process. Knows the server only from outside, by its
 * HTTP interface and its tables, and imports none of its code.
 */
package org.gamelan.bench;
