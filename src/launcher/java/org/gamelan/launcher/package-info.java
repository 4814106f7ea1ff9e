/**
 * Starts what Gamelan runs on (embedded PostgreSQL, Payara Micro, the broker inside it) in one
 * process, and speaks to a running server from the command line. Knows nothing of the application:
 * the two meet in settings named {@code gamelan.*} and in the HTTP API.
 */
package org.gamelan.launcher;
