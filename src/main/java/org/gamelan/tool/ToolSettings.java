package org.gamelan.tool;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gamelan.manifest.ToolManifest;
import org.gamelan.manifest.Units;

/**
 * What operators' manifests say of a tool. Several may speak of the same one: the strictest holds.
 *
 * @param enabled whether it may be used
 * @param bytes the longest answer, as JSON text, where it is limited
 * @param time the longest call, where it is limited
 * @param capabilities what it needs besides what it declares
 * @param effect what a call leaves behind, where it is said; it counts where it is stricter
 * @param origins where all this stands
 */
public record ToolSettings(
    boolean enabled,
    Optional<Long> bytes,
    Optional<Duration> time,
    Set<String> capabilities,
    Optional<ToolEffect> effect,
    Set<String> origins) {
  public static final ToolSettings NONE =
      new ToolSettings(
          true, Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Set.of());

  public ToolSettings {
    capabilities = Set.copyOf(capabilities);
    origins = java.util.Collections.unmodifiableSet(new TreeSet<>(origins));
  }

  public static ToolSettings of(ToolManifest tool) {
    return new ToolSettings(
        tool.enabled(),
        tool.bytes("bytes"),
        Units.duration(tool.limits().path("time").asText()),
        tool.capabilities().map(Set::copyOf).orElse(Set.of()),
        tool.effect().map(ToolEffect::of),
        Set.of(tool.entry().file()));
  }

  /** These settings and others: whatever is stricter. */
  public ToolSettings and(ToolSettings other) {
    Set<String> needs = new HashSet<>(capabilities);
    needs.addAll(other.capabilities);
    Set<String> places = new HashSet<>(origins);
    places.addAll(other.origins);
    return new ToolSettings(
        enabled && other.enabled,
        least(bytes, other.bytes),
        least(time, other.time),
        needs,
        strictest(effect, other.effect),
        places);
  }

  private static <T extends Comparable<T>> Optional<T> least(Optional<T> one, Optional<T> other) {
    return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
  }

  private static Optional<ToolEffect> strictest(
      Optional<ToolEffect> one, Optional<ToolEffect> other) {
    return Stream.concat(one.stream(), other.stream()).max(Comparator.naturalOrder());
  }

  /** The tool as it is with these settings. */
  ToolDefinition applyTo(ToolDefinition tool) {
    Set<String> needs = new HashSet<>(tool.capabilities());
    needs.addAll(capabilities);
    ToolEffect stricter =
        effect.filter(given -> given.isStricterThan(tool.effect())).orElse(tool.effect());
    return new ToolDefinition(
        tool.name(), tool.description(), tool.inputSchema(), stricter, needs, tool.scope());
  }
}
