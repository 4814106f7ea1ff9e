package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.gamelan.json.SchemaLinks;

/**
 * Everything that the manifests of one folder say, as far as it could be read. Immutable.
 *
 * <p>Typed access gives sound entries only; an entry whose shape is wrong still counts as known by
 * name, so that one fault does not look like many.
 */
public final class ManifestFolder {
  private final String name;
  private final String origin;
  private final Map<Section, Map<String, ManifestEntry>> sections;
  private final Map<String, JsonNode> written = new LinkedHashMap<>();

  ManifestFolder(String name, String origin, Map<Section, Map<String, ManifestEntry>> sections) {
    this.name = name;
    this.origin = origin;
    this.sections = new EnumMap<>(Section.class);
    sections.forEach((key, entries) -> this.sections.put(key, new LinkedHashMap<>(entries)));
    sound(Section.SCHEMAS).forEach(entry -> written.put(entry.name(), entry.value()));
  }

  /** The folder's own name. */
  public String name() {
    return name;
  }

  /** Where it is: a path, a class-path address, or what a text was called. */
  public String origin() {
    return origin;
  }

  /** All entries of a section in the order written, broken ones included. */
  public Collection<ManifestEntry> entries(Section section) {
    return List.copyOf(of(section).values());
  }

  /** The names in a section, broken entries included. */
  public Set<String> names(Section section) {
    return Set.copyOf(of(section).keySet());
  }

  public Optional<ManifestEntry> find(Section section, String name) {
    return Optional.ofNullable(of(section).get(name));
  }

  /** The one entry of a section without names. */
  public Optional<ManifestEntry> single(Section section) {
    return of(section).values().stream().findFirst();
  }

  public boolean isEmpty() {
    return sections.values().stream().allMatch(Map::isEmpty);
  }

  public List<AgentManifest> agents() {
    return sound(Section.AGENTS).map(AgentManifest::of).toList();
  }

  public List<ToolManifest> tools() {
    return sound(Section.TOOLS).map(ToolManifest::of).toList();
  }

  public List<McpServerManifest> mcpServers() {
    return sound(Section.MCP_SERVERS).map(McpServerManifest::of).toList();
  }

  public Optional<MemoryManifest> memory() {
    return sound(Section.MEMORY).map(MemoryManifest::of).findFirst();
  }

  public Optional<SecurityManifest> security() {
    return sound(Section.SECURITY).map(SecurityManifest::of).findFirst();
  }

  /** The schemas of this folder by name, not compiled, each with those that it refers to. */
  public Map<String, JsonNode> schemas() {
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    written.forEach((key, schema) -> schemas.put(key, SchemaLinks.link(schema, written)));
    return schemas;
  }

  /** The schemas of this folder by name, as they are written. */
  public Map<String, JsonNode> writtenSchemas() {
    return Collections.unmodifiableMap(written);
  }

  /** A schema that is given by the name it has in this folder, or inline. */
  public Optional<JsonNode> schema(JsonNode nameOrInline) {
    return nameOrInline.isTextual()
        ? Optional.ofNullable(written.get(nameOrInline.asText()))
            .map(schema -> SchemaLinks.link(schema, written))
        : Optional.of(SchemaLinks.link(nameOrInline, written));
  }

  private Stream<ManifestEntry> sound(Section section) {
    return of(section).values().stream().filter(ManifestEntry::isSound);
  }

  private Map<String, ManifestEntry> of(Section section) {
    return sections.getOrDefault(section, Map.of());
  }
}
