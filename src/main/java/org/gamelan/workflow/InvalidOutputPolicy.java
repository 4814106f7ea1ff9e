package org.gamelan.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What happens when a model's answer does not fit the schema.
 *
 * @param repair whether the JSON engine may repair the text
 * @param ask how often the same model is asked again with the validator's findings
 * @param model another model alias to ask after that, or null
 * @param then {@code fail} or {@code approval}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvalidOutputPolicy(boolean repair, int ask, String model, String then) {
  public static final InvalidOutputPolicy DEFAULT = new InvalidOutputPolicy(true, 1, null, "fail");

  /** Whether a person is asked when nothing else has helped. */
  public boolean asksPeople() {
    return "approval".equals(then);
  }
}
