package org.gamelan.api.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is wrong with a manifest. */
@Schema(name = "Validation")
public record ValidationView(boolean valid, List<org.gamelan.manifest.Problem> problems) {

  static ValidationView of(List<org.gamelan.manifest.Problem> problems) {
    return new ValidationView(!org.gamelan.manifest.Problem.hasErrors(problems), problems);
  }
}
