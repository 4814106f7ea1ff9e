package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.task.NewTask;

/** One turn that an agent is to take. */
@Schema(name = "RunInput")
public record RunBody(String message, JsonNode input) {

  NewTask asTaskFor(String agent) {
    boolean silent = message == null || message.isBlank();
    if (silent && input == null) {
      throw new InvalidInputException(
          "message", "is missing; say what the agent is to do, or give it an input");
    }
    if (silent) {
      return task("Run of " + agent, "", agent);
    }
    if (message.length() > NewTask.MAX_DESCRIPTION) {
      throw new InvalidInputException(
          "message", "has more than " + NewTask.MAX_DESCRIPTION + " characters");
    }
    return task(title(), message, agent);
  }

  private NewTask task(String title, String description, String agent) {
    return NewTask.titled(title).description(description).input(input).agent(agent).build();
  }

  private String title() {
    String line = message.strip().lines().findFirst().orElse("").strip();
    return line.length() <= NewTask.MAX_TITLE
        ? line
        : line.substring(0, NewTask.MAX_TITLE - 1) + "…";
  }
}
