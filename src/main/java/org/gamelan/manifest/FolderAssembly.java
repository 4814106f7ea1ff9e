package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.Json;

/** Puts the files of one folder together. */
final class FolderAssembly {
  private final Problems problems;
  private final Map<Section, Map<String, ManifestEntry>> sections = new EnumMap<>(Section.class);

  FolderAssembly(Problems problems) {
    this.problems = problems;
  }

  void add(SourceFile source) {
    if (!source.root().isObject()) {
      problems.error(
          source.file(),
          source.positions().value(""),
          Rule.TYPE,
          "The file must be a mapping",
          "start with one of: " + String.join(", ", Section.keys()));
      return;
    }
    List<Section> present = new ArrayList<>();
    source
        .root()
        .fieldNames()
        .forEachRemaining(key -> section(source, key).ifPresent(present::add));
    Set<String> broken = ShapeCheck.check(source, present, problems);
    for (Section section : present) {
      JsonNode content = source.root().get(section.key());
      if (section.isNamed()) {
        content
            .fieldNames()
            .forEachRemaining(
                name ->
                    put(section, name, source, Json.pointer("/" + section.key(), name), broken));
      } else if (content.isObject()) {
        String name = content.path("name").asText(section.key());
        put(section, name, source, "/" + section.key(), broken);
      }
    }
  }

  ManifestReader.Reading finish(String name, String origin) {
    ManifestFolder folder = new ManifestFolder(name, origin, sections);
    EntryCheck.check(folder, problems);
    return new ManifestReader.Reading(folder, problems.sorted());
  }

  private Optional<Section> section(SourceFile source, String key) {
    Optional<Section> section = Section.find(key);
    if (section.isEmpty()) {
      problems.error(
          source.file(),
          source.positions().key(Json.pointer("", key)),
          Rule.UNKNOWN_KEY,
          "Unknown key '" + key + "'",
          Suggestions.nearest(key, Section.keys())
              .map(it -> "did you mean '" + it + "'?")
              .orElse("known: " + String.join(", ", Section.keys())));
    }
    return section;
  }

  private void put(
      Section section, String name, SourceFile source, String pointer, Set<String> broken) {
    boolean sound =
        broken.stream().noneMatch(it -> it.equals(pointer) || it.startsWith(pointer + "/"));
    ManifestEntry entry = new ManifestEntry(section, name, source, pointer, sound);
    Map<String, ManifestEntry> entries =
        sections.computeIfAbsent(section, key -> new LinkedHashMap<>());
    Optional<ManifestEntry> first =
        section.isNamed()
            ? Optional.ofNullable(entries.get(name))
            : entries.values().stream().findFirst();
    if (first.isEmpty()) {
      entries.put(name, entry);
      return;
    }
    String what = section.isNamed() ? section.key() + "." + name : section.key();
    problems.error(
        entry.file(),
        entry.keyAt(""),
        Rule.DUPLICATE,
        what + " is there twice in this folder",
        "the first is in " + first.get().origin());
  }
}
