package org.gamelan.api.rest;

import java.util.List;
import org.gamelan.provider.ValidationReport;
import org.gamelan.provider.ValidationStep;

/**
 * How a provider did that was tried.
 *
 * @param ok whether it would work
 * @param steps what was done and found
 */
public record TrialView(boolean ok, List<ValidationStep> steps) {
  static TrialView of(ValidationReport report) {
    return new TrialView(report.ok(), report.steps());
  }
}
