package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * From where somebody wants a task done once more, as another one.
 *
 * @param fromStage the stage it begins with
 * @param input the input instead of the task's, or null to keep that
 * @param title the title instead of the task's, or null to keep that
 * @param current whether it goes by the definitions of today instead of those the task is pinned to
 */
public record ForkOrder(String fromStage, JsonNode input, String title, boolean current) {}
