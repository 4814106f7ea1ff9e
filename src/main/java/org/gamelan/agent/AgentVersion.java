package org.gamelan.agent;

import java.time.Instant;

/**
 * What an agent was at one time.
 *
 * @param definition what it said
 * @param createdAt since when
 */
public record AgentVersion(AgentDefinition definition, Instant createdAt) {}
