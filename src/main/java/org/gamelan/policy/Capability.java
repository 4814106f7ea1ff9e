package org.gamelan.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a tool may need. */
public enum Capability {
  READ,
  WRITE,
  NETWORK,
  SHELL,
  MAIL,
  GIT;

  /** The name in manifests, settings and the API. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Capability> find(String id) {
    return Arrays.stream(values()).filter(each -> each.id().equals(id)).findFirst();
  }

  /** All names, in order. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Capability::id).toList();
  }
}
