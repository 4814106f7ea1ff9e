package org.gamelan.api.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.engine.Permissions.Permission;
import org.gamelan.policy.PolicyDecision;

/** What may be done with a tool, and why. */
@Schema(name = "Permission")
public record PermissionView(
    String tool,
    @Schema(description = "`none`, `idempotent` or `external`", nullable = true) String effect,
    List<String> capabilities,
    @Schema(description = "`allow`, `ask` or `deny`", example = "deny") String verdict,
    @Schema(description = "The rule that decided", example = "security.capabilities.network")
        String rule,
    String reason) {

  static PermissionView of(Permission permission) {
    PolicyDecision decision = permission.decision();
    boolean known = permission.tool() != null;
    return new PermissionView(
        permission.name(),
        known ? permission.tool().effect().id() : null,
        known ? permission.tool().capabilities().stream().sorted().toList() : List.of(),
        decision.verdict().id(),
        decision.rule(),
        decision.reason());
  }
}
