package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Something outside that may happen when stages are done again.
 *
 * @param stage the stage
 * @param tool the tool whose calls have an effect outside
 * @param agent the agent that may call it, or null where the stage itself calls it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Effect(String stage, String tool, String agent) {}
