package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gamelan.engine.FolderSchemas.Local;
import org.gamelan.engine.SchemaRows.Latest;
import org.gamelan.json.Json;
import org.gamelan.manifest.ManifestSchemas;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * All JSON Schemas by name and version: those of the language of manifests, and those that folders
 * bring along. Each content of the latter that was in force keeps its number, also when the server
 * starts again.
 */
@ApplicationScoped
public class SchemaRegistry {
  private final Discovery discovery;
  private final SchemaRows rows;
  private Catalogue kept;
  private Map<String, Latest> numbers = Map.of();

  protected SchemaRegistry() {
    this(null, null);
  }

  @Inject
  public SchemaRegistry(Discovery discovery, SchemaRows rows) {
    this.discovery = discovery;
    this.rows = rows;
  }

  /** Contents are numbered when they come into force, not when somebody looks. */
  void read(@ObservesAsync DefinitionsRead read) {
    numbers();
  }

  @SuppressWarnings("ReferenceEquality") // a snapshot is swapped as a whole
  private synchronized Map<String, Latest> numbers() {
    Catalogue now = discovery.catalogue();
    if (now != kept) {
      numbers = rows.number(FolderSchemas.of(now).schemas(), SchemaRegistry::hash);
      kept = now;
    }
    return numbers;
  }

  static String hash(JsonNode schema) {
    return HexFormat.of().formatHex(Json.hash(schema));
  }

  /** The schemas in force by name: those of the language first. */
  public List<SchemaVersion> list() {
    Map<String, Latest> latest = numbers();
    List<SchemaVersion> all = new ArrayList<>(ofLanguage());
    FolderSchemas.of(discovery.catalogue())
        .schemas()
        .forEach(
            (name, local) -> {
              Latest number = latest.get(name);
              if (number != null) {
                all.add(version(name, local, number));
              }
            });
    return all;
  }

  private static SchemaVersion version(String name, Local local, Latest number) {
    return new SchemaVersion(
        name, number.version(), local.origin(), local.schema(), number.since());
  }

  private static List<SchemaVersion> ofLanguage() {
    return ManifestSchemas.documents().entrySet().stream()
        .map(
            it ->
                new SchemaVersion(it.getKey(), ManifestSchemas.VERSION, null, it.getValue(), null))
        .sorted(Comparator.comparing(SchemaVersion::name))
        .toList();
  }

  /**
   * A schema by its name, which means what is in force, or by {@code NAME@VERSION}, which may be
   * one of the past.
   */
  public Optional<SchemaVersion> find(String nameOrVersion) {
    int at = nameOrVersion.lastIndexOf('@');
    String name = at < 0 ? nameOrVersion : nameOrVersion.substring(0, at);
    String wanted = at < 0 ? "" : nameOrVersion.substring(at + 1);
    Optional<SchemaVersion> now = current(name);
    if (at < 0 || now.filter(it -> wanted.equals(String.valueOf(it.version()))).isPresent()) {
      return now;
    }
    return wanted.matches("[1-9]\\d{0,8}") && !ManifestSchemas.documents().containsKey(name)
        ? rows.find(name, Integer.parseInt(wanted))
        : Optional.empty();
  }

  private Optional<SchemaVersion> current(String name) {
    JsonNode language = ManifestSchemas.documents().get(name);
    if (language != null) {
      return Optional.of(new SchemaVersion(name, ManifestSchemas.VERSION, null, language, null));
    }
    Latest number = numbers().get(name);
    Local local = FolderSchemas.of(discovery.catalogue()).schemas().get(name);
    return number == null || local == null
        ? Optional.empty()
        : Optional.of(version(name, local, number));
  }

  /** All versions of a schema of a folder, the newest first, at most a hundred. */
  public List<SchemaVersion> versions(String name) {
    numbers();
    return ManifestSchemas.documents().containsKey(name)
        ? current(name).stream().toList()
        : rows.versions(name);
  }

  /** The workflow of the folder that brings a schema along; none for the language of manifests. */
  public Optional<String> workflow(SchemaVersion schema) {
    return Optional.ofNullable(schema.origin())
        .map(discovery.catalogue().bundles()::get)
        .flatMap(WorkflowBundle::findWorkflow)
        .map(WorkflowDefinition::name);
  }

  /** What refers to a schema in force: stages and agents of its folder, one sentence each. */
  public List<String> users(String name) {
    Catalogue now = discovery.catalogue();
    Local local = FolderSchemas.of(now).schemas().get(name);
    if (local == null) {
      return List.of();
    }
    List<String> users = new ArrayList<>();
    WorkflowBundle bundle = now.bundles().get(local.origin());
    for (StageDefinition stage : bundle.stages().values()) {
      if (local.name().equals(stage.inputSchema())) {
        users.add("input of stage " + stage.name());
      }
      if (local.name().equals(stage.outputSchema())) {
        users.add("output of stage " + stage.name());
      }
    }
    now.agentsOf(local.origin())
        .forEach(
            agent -> {
              if (local.schema().equals(agent.inputSchema())) {
                users.add("input of agent " + agent.name());
              }
              if (local.schema().equals(agent.outputSchema())) {
                users.add("output of agent " + agent.name());
              }
            });
    return users.stream().distinct().collect(Collectors.toList());
  }
}
