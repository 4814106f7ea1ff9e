package org.gamelan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What is known of a tool without calling it.
 *
 * @param name dotted segments, such as {@code files.read}
 * @param description what it does, for models and people
 * @param inputSchema JSON Schema 2020-12 of its arguments
 * @param effect what a call leaves behind
 * @param capabilities what it needs: {@code read}, {@code write}, {@code network}, {@code shell},
 *     {@code mail}, {@code git}
 */
public record ToolDefinition(
    String name,
    String description,
    JsonNode inputSchema,
    ToolEffect effect,
    Set<String> capabilities) {}
