/**
 * The built-in agent that answers questions about Gamelan. Made as anybody's agent is, by the
 * builder and the annotation; knows nothing but its own words.
 */
package org.gamelan.agent.docs;
