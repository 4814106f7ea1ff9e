package org.gamelan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestFolder;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.Position;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.Section;
import org.gamelan.policy.FolderPolicy;

/**
 * Makes of a folder's manifests what can be run, and finds everything in them that could not: the
 * checks of names, schemas, expressions, prompts, security and of the graph. Pure.
 */
public final class WorkflowCompiler {
  /** Checking more would take too long. */
  private static final int MAX_EDGES = 10_000;

  private final ManifestFolder folder;
  private final Problems problems = new Problems();
  private final References references;

  private WorkflowCompiler(ManifestFolder folder, Names names) {
    this.folder = folder;
    this.references = new References(folder, names, problems);
  }

  /**
   * What came of a folder.
   *
   * @param bundle what could be made of it; not to be run when there are errors
   * @param problems everything that is wrong, in order
   */
  public record Compilation(WorkflowBundle bundle, List<Problem> problems) {
    public Compilation {
      problems = List.copyOf(problems);
    }

    /** Whether it may be run: warnings do not matter. */
    public boolean isValid() {
      return !Problem.hasErrors(problems);
    }
  }

  /** Compiles what was read; the problems of reading come first among those of the result. */
  public static Compilation compile(ManifestReader.Reading reading, Names names) {
    WorkflowCompiler compiler = new WorkflowCompiler(reading.folder(), names);
    compiler.problems.addAll(reading.problems());
    return compiler.compile();
  }

  private Compilation compile() {
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    folder.entries(Section.SCHEMAS).forEach(this::checkSchema);
    schemas.putAll(folder.schemas());
    new AgentCheck(folder, references, problems).check();
    new PolicyCheck(folder, references.names(), problems).agents();
    Map<String, StageDefinition> stages = stages(schemas);
    Optional<WorkflowDefinition> workflow = workflow(stages);
    List<PipelineDefinition> pipelines =
        new PipelineReader(folder, workflow, stages, references, problems).read();
    WorkflowBundle bundle =
        new WorkflowBundle(
            workflow.orElse(null),
            stages,
            pipelines,
            schemas,
            folder.memory().map(MemoryDefinition::of).orElse(null),
            folder.security().map(FolderPolicy::of).orElse(null));
    return new Compilation(bundle, problems.sorted());
  }

  private void checkSchema(ManifestEntry schema) {
    if (schema.isSound()) {
      references.schemaDocument(schema, "");
    }
  }

  private Map<String, StageDefinition> stages(Map<String, JsonNode> schemas) {
    StageCheck check = new StageCheck(folder, references, problems);
    PolicyCheck policy = new PolicyCheck(folder, references.names(), problems);
    Map<String, StageDefinition> stages = new LinkedHashMap<>();
    for (ManifestEntry entry : folder.entries(Section.STAGES)) {
      if (entry.isSound()) {
        check.check(entry);
        policy.stage(entry);
        stages.put(entry.name(), StageReader.read(entry, folder, schemas));
      }
    }
    return stages;
  }

  private Optional<WorkflowDefinition> workflow(Map<String, StageDefinition> stages) {
    Optional<ManifestEntry> found = folder.single(Section.WORKFLOW).filter(ManifestEntry::isSound);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ManifestEntry entry = found.get();
    List<PlacedEdge> edges = PlacedEdge.read(entry);
    WorkflowDefinition workflow =
        new WorkflowDefinition(
            entry.name(),
            entry.integer("version").orElse(1),
            entry.text("start").orElse(""),
            edges.stream().map(PlacedEdge::edge).toList(),
            entry.texts("end"));
    for (PlacedEdge edge : edges) {
      references.expression(entry, edge.path() + "/when");
    }
    if (edges.size() > MAX_EDGES) {
      problems.error(
          entry.file(),
          entry.at("/edges"),
          Rule.TYPE,
          "The workflow has " + edges.size() + " ways between stages; at most " + MAX_EDGES,
          "split it into pipelines");
    } else if (stagesExist(entry, workflow, edges)) {
      checkGraph(entry, workflow, edges, stages);
    }
    return Optional.of(workflow);
  }

  private boolean stagesExist(
      ManifestEntry entry, WorkflowDefinition workflow, List<PlacedEdge> edges) {
    Set<String> known = folder.names(Section.STAGES);
    List<Boolean> found = new ArrayList<>();
    found.add(stageExists(entry, entry.at("/start"), workflow.start(), known));
    for (PlacedEdge edge : edges) {
      found.add(stageExists(entry, edge.fromAt(), edge.edge().from(), known));
      found.add(stageExists(entry, edge.toAt(), edge.edge().to(), known));
    }
    boolean list = entry.value().path("end").isArray();
    for (int i = 0; i < workflow.end().size(); i++) {
      found.add(
          stageExists(entry, entry.at(list ? "/end/" + i : "/end"), workflow.end().get(i), known));
    }
    return !found.contains(false);
  }

  private boolean stageExists(ManifestEntry entry, Position at, String stage, Set<String> known) {
    if (known.contains(stage)) {
      return true;
    }
    problems.unknown(entry.file(), at, Rule.UNKNOWN_STAGE, "stage", stage, known);
    return false;
  }

  private void checkGraph(
      ManifestEntry entry,
      WorkflowDefinition workflow,
      List<PlacedEdge> edges,
      Map<String, StageDefinition> stages) {
    Map<String, StageKind> kinds = new HashMap<>();
    stages.forEach((name, stage) -> kinds.put(name, stage.kind()));
    GraphCheck graph = new GraphCheck(entry, workflow, edges, kinds, problems);
    graph.check();
    Map<String, ManifestEntry> entries = new HashMap<>();
    folder.entries(Section.STAGES).forEach(stage -> entries.put(stage.name(), stage));
    new JoinCheck(entry, workflow, edges, stages, graph, problems).check(entries);
  }
}
