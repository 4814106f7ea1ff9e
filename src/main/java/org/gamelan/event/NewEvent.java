package org.gamelan.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * An event about to be stored.
 *
 * @param topic the plural of what it is about: for example {@code "agents"} or {@code "providers"}
 * @param type thing and past tense: {@code task.created}, {@code stage.finished} …
 * @param subject id of the thing it is about, or null
 * @param task the task it belongs to, or null
 * @param data what else there is to tell; small, never a secret
 */
public record NewEvent(String topic, String type, UUID subject, UUID task, JsonNode data) {}
