package org.gamelan.provider;

/**
 * A model's wish to call a tool.
 *
 * @param id the model's own id of the call, echoed with the result
 * @param name the tool's name as Gamelan knows it, with dots
 * @param arguments the arguments as the model wrote them, meant to be a JSON object
 */
public record ModelToolCall(String id, String name, String arguments) {}
