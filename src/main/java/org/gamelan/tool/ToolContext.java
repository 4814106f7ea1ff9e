package org.gamelan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.UUID;

/**
 * For whom a tool works.
 *
 * @param task the task, or null outside of one
 * @param stageRun the stage run, or null
 * @param agent the agent that asked, or null for a tool stage
 * @param source the task's {@code source} ({@code {path}} or {@code {git, ref}}), or null
 * @param timeout the longest the call may take
 * @param site what the place of the call has to say to it
 */
public record ToolContext(
    UUID task, UUID stageRun, String agent, JsonNode source, Duration timeout, ToolSite site) {

  /** Of a call to which only the server's rules apply. */
  public ToolContext(UUID task, UUID stageRun, String agent, JsonNode source, Duration timeout) {
    this(task, stageRun, agent, source, timeout, ToolSite.NOWHERE);
  }
}
