package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool as a model is told of it.
 *
 * @param name the tool's name as Gamelan knows it, with dots; adapters map it where a vendor
 *     forbids dots
 * @param description what it does, for the model
 * @param parameters JSON Schema of its arguments
 */
public record ModelTool(String name, String description, JsonNode parameters) {}
