package org.gamelan.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.gamelan.failure.Suggestions;

/**
 * What holds on the whole server, whatever folders and agents say.
 *
 * <ul>
 *   <li>{@code gamelan.policy.mode} ({@code normal}): {@code normal}, {@code safe_mode} or {@code
 *       analysis_only}
 *   <li>{@code gamelan.policy.capabilities.read} and so on, for {@code write}, {@code network},
 *       {@code shell}, {@code mail} and {@code git}: {@code allow}, {@code deny}, {@code ask} or a
 *       scope; unset: allowed
 * </ul>
 *
 * @param layer its rules
 */
public record ServerPolicy(PolicyLayer layer) {
  private static final String MODE = "gamelan.policy.mode";
  private static final Map<Capability, String> CAPABILITIES =
      Map.of(
          Capability.READ, "gamelan.policy.capabilities.read",
          Capability.WRITE, "gamelan.policy.capabilities.write",
          Capability.NETWORK, "gamelan.policy.capabilities.network",
          Capability.SHELL, "gamelan.policy.capabilities.shell",
          Capability.MAIL, "gamelan.policy.capabilities.mail",
          Capability.GIT, "gamelan.policy.capabilities.git");
  private static final Set<String> PERMISSIONS =
      Set.of("allow", "deny", "ask", ToolNeeds.WORKSPACE);

  /** Nothing is forbidden. */
  public static final ServerPolicy OPEN =
      new ServerPolicy(new PolicyLayer("server", PolicyMode.NORMAL.id(), Map.of(), null));

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the setting that cannot be used
   */
  public static ServerPolicy from(Config config) {
    String mode = config.getOptionalValue(MODE, String.class).orElse("").strip();
    String known = mode.isEmpty() ? PolicyMode.NORMAL.id() : mode;
    if (PolicyMode.find(known).isEmpty()) {
      throw new IllegalArgumentException(
          MODE + " must be one of " + Suggestions.list(PolicyMode.ids()) + ", not '" + mode + "'");
    }
    Map<String, String> capabilities = new LinkedHashMap<>();
    for (Capability capability : Capability.values()) {
      String name = CAPABILITIES.get(capability);
      String value = config.getOptionalValue(name, String.class).orElse("").strip();
      if (!value.isEmpty() && !PERMISSIONS.contains(value)) {
        throw new IllegalArgumentException(
            name + " must be allow, deny, ask or workspace, not '" + value + "'");
      }
      if (!value.isEmpty()) {
        capabilities.put(capability.id(), value);
      }
    }
    return new ServerPolicy(new PolicyLayer("server", known, capabilities, null));
  }

  /** The policy of the server alone. */
  public Policy alone() {
    return new Policy(List.of(layer));
  }
}
