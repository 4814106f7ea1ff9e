package org.gamelan.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * Where a task is going to be done.
 *
 * @param assignment through which assignment
 * @param instance by which agent instance
 * @param agent the agent's name
 * @param memory what the instance remembers by now
 */
public record Seat(UUID assignment, UUID instance, String agent, JsonNode memory) {}
