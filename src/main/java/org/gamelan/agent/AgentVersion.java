package org.gamelan.agent;

import java.time.Instant;

/**
 * What an agent was at one time.
 *
 * @param definition what it said; the origin of one that an administrator made is who made it
 * @param createdAt since when
 */
public record AgentVersion(AgentDefinition definition, Instant createdAt) {}
