package org.gamelan.api.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a clone is to be called.
 *
 * @param name the new agent's name
 */
@Schema(name = "AgentClone")
public record CloneBody(String name) {}
