package org.gamelan.api.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.failure.InvalidInputException;

/** By what a task is to be replayed. */
@Schema(name = "ReplayInput")
public record ReplayBody(
    @Schema(
            description =
                "`pinned`, which the task was done by, or `current` to see what changed definitions"
                    + " would make of it.",
            enumeration = {"pinned", "current"},
            defaultValue = "pinned")
        String definitions) {

  static boolean isCurrent(String definitions) {
    if (definitions == null || definitions.equals("pinned")) {
      return false;
    }
    if (definitions.equals("current")) {
      return true;
    }
    throw new InvalidInputException(
        "definitions", "is '" + definitions + "'; it has to be pinned or current");
  }
}
