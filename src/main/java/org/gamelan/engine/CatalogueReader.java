package org.gamelan.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.ManifestAgents;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.ManifestReader.Reading;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.Section;
import org.gamelan.workflow.Names;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowCompiler;
import org.gamelan.workflow.WorkflowCompiler.Compilation;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * Reads the built-in manifests and those of the configured folders into one catalogue. A folder
 * with errors keeps what the catalogue before had of it; its problems are told either way.
 */
final class CatalogueReader {
  private static final Map<Section, Names.Kind> GLOBAL =
      Map.of(
          Section.AGENTS, Names.Kind.AGENT,
          Section.WORKFLOW, Names.Kind.WORKFLOW,
          Section.PIPELINES, Names.Kind.PIPELINE);

  private final Set<StageKind> kinds;
  private final Map<String, Reading> sources = new HashMap<>();
  private final Map<String, WorkflowBundle> workflows = new LinkedHashMap<>();
  private final Map<String, PipelineDefinition> pipelines = new LinkedHashMap<>();
  private final Map<String, AgentDefinition> agents = new LinkedHashMap<>();
  private final Problems problems = new Problems();

  /**
   * @param kinds the kinds of stages that this server can run
   */
  CatalogueReader(Set<StageKind> kinds) {
    this.kinds = kinds;
  }

  /**
   * @param folders the configured folders, each read itself and one level down
   * @param outside names that exist besides the manifests: tools and models
   * @param before the catalogue in force
   */
  Catalogue read(Collection<Path> folders, Names outside, Catalogue before) {
    List<Reading> builtIn =
        ManifestReader.builtInNames().stream().map(ManifestReader::readBuiltIn).toList();
    List<Reading> users =
        folders.stream().flatMap(folder -> ManifestReader.readTree(folder).stream()).toList();
    Names names = names(outside, builtIn, users);
    Set<Reading> doubled = findDuplicates(users);
    for (Reading reading : builtIn) {
      add(reading, WorkflowCompiler.compile(reading, names), before, false);
    }
    for (Reading reading : users) {
      add(reading, WorkflowCompiler.compile(reading, names), before, doubled.contains(reading));
    }
    unfold();
    return new Catalogue(workflows, pipelines, agents, problems.sorted());
  }

  private static Names names(Names outside, List<Reading> builtIn, List<Reading> users) {
    Names names = outside;
    for (Map.Entry<Section, Names.Kind> kind : GLOBAL.entrySet()) {
      Set<String> all =
          Stream.concat(builtIn.stream(), users.stream())
              .flatMap(reading -> reading.folder().names(kind.getKey()).stream())
              .collect(Collectors.toSet());
      names = names.with(kind.getValue(), all);
    }
    return names;
  }

  /** A global name in two user folders is an error in the second. */
  private Set<Reading> findDuplicates(List<Reading> users) {
    Set<Reading> doubled = new HashSet<>();
    Map<String, ManifestEntry> seen = new HashMap<>();
    for (Reading reading : users) {
      for (Section section : GLOBAL.keySet()) {
        for (ManifestEntry entry : reading.folder().entries(section)) {
          ManifestEntry first = seen.putIfAbsent(section.key() + " " + entry.name(), entry);
          if (first != null) {
            doubled.add(reading);
            problems.error(
                entry.file(),
                entry.keyAt(""),
                Rule.DUPLICATE,
                "'" + entry.name() + "' is defined in " + first.origin() + " as well",
                "rename one of them");
          }
        }
      }
    }
    return doubled;
  }

  private void add(Reading reading, Compilation compiled, Catalogue before, boolean doubled) {
    List<Problem> found = new ArrayList<>(compiled.problems());
    problems.addAll(found);
    if (!compiled.isValid() || doubled || !canRun(reading, compiled.bundle())) {
      keep(reading, before);
      return;
    }
    WorkflowBundle bundle = compiled.bundle();
    bundle
        .findWorkflow()
        .ifPresent(
            workflow -> {
              workflows.put(workflow.name(), bundle);
              sources.put(workflow.name(), reading);
            });
    bundle.pipelines().forEach(pipeline -> pipelines.put(pipeline.name(), pipeline));
    ManifestAgents.read(reading.folder()).forEach(agent -> agents.put(agent.name(), agent));
  }

  private boolean canRun(Reading reading, WorkflowBundle bundle) {
    if (bundle.workflow() == null) {
      return true;
    }
    boolean all = true;
    for (String name : bundle.workflow().stageNames()) {
      StageDefinition stage = bundle.stages().get(name);
      if (stage != null && !kinds.contains(stage.kind())) {
        all = false;
        reading
            .folder()
            .find(Section.STAGES, name)
            .ifPresent(
                entry ->
                    problems.error(
                        entry.file(),
                        entry.at("/kind"),
                        Rule.NOT_PERMITTED,
                        "Stages of kind '" + stage.kind().id() + "' cannot run on this server",
                        "use one of " + kindNames()));
      }
    }
    return all;
  }

  /** Leaves out what goes through a pipeline that is not there or lies within itself. */
  private void unfold() {
    Catalogue read = new Catalogue(workflows, pipelines, agents, List.of());
    for (WorkflowBundle bundle : List.copyOf(workflows.values())) {
      WorkflowDefinition workflow = bundle.workflow();
      try {
        SubWorkflows.unfold(read, bundle, workflow);
      } catch (InvalidInputException e) {
        workflows.remove(workflow.name());
        tell(workflow, e);
      }
    }
  }

  private void tell(WorkflowDefinition workflow, InvalidInputException why) {
    Reading reading = sources.get(workflow.name());
    if (reading == null) {
      return;
    }
    reading
        .folder()
        .single(Section.WORKFLOW)
        .ifPresent(
            entry ->
                problems.error(
                    entry.file(),
                    entry.keyAt(""),
                    Rule.CYCLE,
                    "The workflow '"
                        + workflow.name()
                        + "' cannot be unfolded: "
                        + why.getMessage(),
                    "end the chain of pipelines"));
  }

  private String kindNames() {
    return kinds.stream().map(StageKind::id).sorted().collect(Collectors.joining(", "));
  }

  private void keep(Reading reading, Catalogue before) {
    for (String name : reading.folder().names(Section.WORKFLOW)) {
      before.findWorkflow(name).ifPresent(bundle -> workflows.putIfAbsent(name, bundle));
    }
    for (String name : reading.folder().names(Section.PIPELINES)) {
      before.findPipeline(name).ifPresent(pipeline -> pipelines.putIfAbsent(name, pipeline));
    }
    for (String name : reading.folder().names(Section.AGENTS)) {
      AgentDefinition agent = before.agents().get(name);
      if (agent != null) {
        agents.putIfAbsent(name, agent);
      }
    }
  }
}
