package org.gamelan.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How much may be changed at all, whatever the capabilities say. */
public enum PolicyMode {
  /** As the capabilities say. */
  NORMAL,
  /** Changes only inside the task's workspace; whatever else has an effect asks a person. */
  SAFE_MODE,
  /** Nothing that changes anything: only reading. */
  ANALYSIS_ONLY;

  /** The name in manifests, settings and the API. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<PolicyMode> find(String id) {
    return Arrays.stream(values()).filter(each -> each.id().equals(id)).findFirst();
  }

  /** All names, from the loosest to the strictest. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(PolicyMode::id).toList();
  }
}
