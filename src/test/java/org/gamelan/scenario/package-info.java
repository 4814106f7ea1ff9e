/** Scenarios from outside, over HTTP, against a real server process. */
package org.gamelan.scenario;
