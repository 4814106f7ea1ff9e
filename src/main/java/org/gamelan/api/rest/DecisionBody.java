package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.Decision;

/** What somebody decides on a stage that waits. */
@Schema(name = "DecisionInput")
public record DecisionBody(
    String stage, String decision, String comment, JsonNode value, String shown) {

  Decision asDecision() {
    return new Decision(stage, decision, comment, value, shown);
  }
}
