package org.gamelan.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.manifest.MemoryManifest;

/**
 * What a workflow says of memory; a task keeps what it said when it began.
 *
 * @param scopes the scopes that may be used, by name
 * @param contextTokens the budget of a stage's context
 * @param order the scopes whose entries go into a stage's context, in order
 * @param asked whether an expression or a prompt of the workflow asks for {@code memory}
 */
public record MemoryDefinition(
    Map<String, Scope> scopes, int contextTokens, List<String> order, boolean asked) {

  private static final String POSTGRES = "postgres";

  /** What may be used where nothing is said: what does not reach beyond a task or an agent. */
  private static final Map<String, Scope> BY_DEFAULT =
      Map.of("task", new Scope(POSTGRES, null), "agent", new Scope(POSTGRES, null));

  /** Holds where there is no {@code memory.yaml}. */
  public static final MemoryDefinition DEFAULT =
      new MemoryDefinition(BY_DEFAULT, MemoryManifest.DEFAULT_CONTEXT_TOKENS, List.of(), false);

  /**
   * One scope.
   *
   * @param backend {@code postgres} or {@code in-memory}
   * @param keep how long entries are kept, or null for ever
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Scope(String backend, Duration keep) {}

  public MemoryDefinition {
    scopes = scopes == null ? Map.of() : Map.copyOf(scopes);
    order = order == null ? List.of() : List.copyOf(order);
  }

  static MemoryDefinition of(MemoryManifest manifest) {
    Map<String, Scope> scopes = new LinkedHashMap<>();
    manifest
        .scopes()
        .forEach(
            (name, scope) ->
                scopes.put(name, new Scope(scope.backend(), scope.keep().orElse(null))));
    Map<String, Scope> used = scopes.isEmpty() ? BY_DEFAULT : scopes;
    return new MemoryDefinition(
        used,
        manifest.contextTokens(),
        manifest.contextOrder().stream().filter(used::containsKey).toList(),
        false);
  }

  /** A scope by its name, if it may be used. */
  public Optional<Scope> scope(String name) {
    return Optional.ofNullable(scopes.get(name));
  }

  /** The same, telling whether it is asked for. */
  public MemoryDefinition asked(boolean asks) {
    return new MemoryDefinition(scopes, contextTokens, order, asks);
  }
}
