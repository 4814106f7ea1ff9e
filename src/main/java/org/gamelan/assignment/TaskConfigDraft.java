package org.gamelan.assignment;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What somebody sets of a task config. Null stands for what was not given.
 *
 * @param name unique; begins with a-z
 * @param description for people
 * @param promptTemplate the user message, a Pebble template over {@code input}, {@code task} and
 *     {@code memory}
 * @param inputSchema JSON Schema of the input, or null for any
 * @param outputSchema JSON Schema of the output, or null for what the agent says of itself
 * @param examples a list of {@code {name, input, output}}
 */
public record TaskConfigDraft(
    String name,
    String description,
    String promptTemplate,
    JsonNode inputSchema,
    JsonNode outputSchema,
    JsonNode examples) {}
