package org.gamelan.provider;

import java.util.Map;
import java.util.UUID;

/**
 * On whose behalf a model is called: for accounts, logs and the rules of the scripted provider.
 *
 * @param task the task, or null
 * @param stageRun the stage run, or null
 * @param stage the stage's name, or null
 * @param agent the agent's name
 * @param key the API key with which the task was made, or null
 * @param variables what the prompt's template saw: {@code task}, {@code input}, {@code outputs} …
 */
public record CallOrigin(
    UUID task, UUID stageRun, String stage, String agent, UUID key, Map<String, Object> variables) {

  /** Of a task that was not made with an API key. */
  public CallOrigin(
      UUID task, UUID stageRun, String stage, String agent, Map<String, Object> variables) {
    this(task, stageRun, stage, agent, null, variables);
  }
}
