package org.gamelan.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentFileCache;
import org.gamelan.agent.AgentSource;
import org.gamelan.agent.FoundAgent;
import org.gamelan.agent.ManifestAgents;
import org.gamelan.engine.Catalogue.Part;
import org.gamelan.manifest.AgentFile;
import org.gamelan.manifest.AgentFileReader;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.ManifestReader.Reading;
import org.gamelan.manifest.Position;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.Section;
import org.gamelan.manifest.ToolManifest;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.ToolNeeds;
import org.gamelan.tool.ToolSettings;
import org.gamelan.workflow.Names;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowCompiler;
import org.gamelan.workflow.WorkflowCompiler.Compilation;

/**
 * Reads the built-in manifests, those of the configured folders and what else there is of agents
 * into one catalogue. A folder or file with errors keeps what the catalogue before had of it; its
 * problems are told either way.
 */
final class CatalogueReader {
  private static final Map<Section, Names.Kind> GLOBAL =
      Map.of(
          Section.AGENTS, Names.Kind.AGENT,
          Section.WORKFLOW, Names.Kind.WORKFLOW,
          Section.PIPELINES, Names.Kind.PIPELINE);

  private final Set<StageKind> kinds;
  private final AgentSources sources;
  private final Problems problems;
  private final FoundPipelines pipelines;
  private final FoundWorkflows workflows;
  private final Map<String, Part> parts = new HashMap<>();
  private final Map<String, FolderPolicy> agentPolicies = new HashMap<>();
  private final Map<String, ToolSettings> tools = new HashMap<>();
  private final Set<String> annotatedNames = new HashSet<>();
  private final Set<String> doubledPlaces = new LinkedHashSet<>();
  private final FoundAgents agents;

  /** What comes with the application is the same for as long as it runs. */
  private static final class BuiltIn {
    static final List<Reading> READINGS =
        ManifestReader.builtInNames().stream().map(ManifestReader::readBuiltIn).toList();

    private static final Map<Reading, Compilation> SOUND = new ConcurrentHashMap<>();

    /** Names come and go, but never those that a built-in folder names: sound once is sound. */
    static Compilation compile(Reading reading, Names names) {
      Compilation known = SOUND.get(reading);
      if (known != null) {
        return known;
      }
      Compilation compiled = WorkflowCompiler.compile(reading, names);
      if (compiled.isValid()) {
        SOUND.put(reading, compiled);
      }
      return compiled;
    }
  }

  /** A file as it is now: read and to be checked, or known to be sound. */
  private record Seen(AgentFile file, Reading reading, List<AgentDefinition> known) {}

  /**
   * @param kinds the kinds of stages that this server can run
   * @param sources where agents come from besides manifests
   * @param problems what was found to be wrong so far; more is added
   */
  CatalogueReader(Set<StageKind> kinds, AgentSources sources, Problems problems) {
    this.kinds = kinds;
    this.sources = sources;
    this.problems = problems;
    this.agents = new FoundAgents(problems);
    this.pipelines = new FoundPipelines(problems);
    this.workflows = new FoundWorkflows(problems, pipelines);
  }

  /**
   * @param folders the configured folders, each read itself and one level down
   * @param outside names that exist besides the manifests: tools and models
   * @param before the catalogue in force
   */
  Catalogue read(Collection<Path> folders, Outside outside, Catalogue before) {
    List<Reading> builtIn = BuiltIn.READINGS;
    List<Reading> users =
        folders.stream().flatMap(folder -> ManifestReader.readTree(folder).stream()).toList();
    List<Seen> files = sources.files().stream().map(this::see).toList();
    Set<String> agentNames = agentNames(builtIn, users, files);
    unread(folders, before).forEach(place -> addKept(place, before, agentNames));
    Stream.concat(
            Stream.concat(users.stream(), sources.configured().stream()),
            files.stream().map(Seen::reading).filter(Objects::nonNull))
        .filter(reading -> Problem.hasErrors(reading.problems()))
        .forEach(reading -> addKept(reading.folder().origin(), before, agentNames));
    List<String> lostBeans = lostBeans(before);
    lostBeans.forEach(place -> addKept(place, before, agentNames));
    Names names = names(outside, builtIn, users, agentNames);
    sources.annotated().forEach(agent -> addAnnotated(agent, outside, agentNames, before));
    lostBeans.forEach(place -> keepBean(place, before));
    for (Reading reading : builtIn) {
      add(reading, BuiltIn.compile(reading, names), before, true);
    }
    Set<Reading> doubled = findDuplicates(users);
    for (Reading reading : users) {
      Compilation compiled = WorkflowCompiler.compile(reading, names);
      if (doubled.contains(reading)) {
        problems.addAll(compiled.problems());
        keep(reading.folder().origin(), before, false);
      } else {
        add(reading, compiled, before, false);
      }
    }
    files.forEach(file -> addFile(file, names, outside, agentNames, before));
    for (Reading reading : sources.configured()) {
      addAgents(reading, AgentSource.CONFIGURATION, names, before);
    }
    keepDoubled(before);
    keepUnread(folders, before);
    pipelines.checkRoutes(workflows.all(), workflows.homes(), before);
    workflows.unfold(parts, before);
    pipelines.leaveOutLost(workflows.all().keySet());
    pipelines.settleDefault();
    agents.breakCircles(sources.ofAdmins(), before.agents());
    agents.tellHidden(sources.ofAdmins());
    sources.cache().retain(sources.files());
    Map<String, FoundAgent> found = new LinkedHashMap<>();
    agents.all().forEach(agent -> found.put(agent.definition().name(), agent));
    return new Catalogue(
        workflows.all(), pipelines.all(), found, parts, problems.sorted(), agentPolicies, tools);
  }

  /** Reads what comes with the application, which is done once. */
  static void prepare() {
    BuiltIn.READINGS.forEach(reading -> reading.folder().origin());
  }

  /**
   * Has a cache know what a file says, unless it does or the file is not sound by itself. What it
   * names is looked up whenever it is put into force.
   */
  static void remember(AgentFile file, AgentFileCache cache) {
    if (cache.find(file).isPresent()) {
      return;
    }
    Reading reading = AgentFileReader.read(file);
    if (WorkflowCompiler.compile(reading, Names.UNCHECKED).problems().isEmpty()) {
      cache.put(file, ManifestAgents.read(reading.folder(), AgentSource.CONVENTION));
    }
  }

  private Seen see(AgentFile file) {
    return sources
        .cache()
        .find(file)
        .map(known -> new Seen(file, null, known))
        .orElseGet(() -> new Seen(file, AgentFileReader.read(file), List.of()));
  }

  private Names names(
      Outside outside, List<Reading> builtIn, List<Reading> users, Set<String> agentNames) {
    Names names = outside.names();
    for (Map.Entry<Section, Names.Kind> kind : GLOBAL.entrySet()) {
      Set<String> all =
          Stream.concat(builtIn.stream(), users.stream())
              .flatMap(reading -> reading.folder().names(kind.getKey()).stream())
              .collect(Collectors.toCollection(HashSet::new));
      if (kind.getKey() == Section.AGENTS) {
        all.addAll(agentNames);
      }
      names = names.with(kind.getValue(), all);
    }
    return names;
  }

  private Set<String> agentNames(List<Reading> builtIn, List<Reading> users, List<Seen> files) {
    Set<String> names = new HashSet<>(sources.ofAdmins().keySet());
    sources.annotated().forEach(agent -> names.add(agent.name()));
    Stream.of(builtIn, users, sources.configured())
        .flatMap(List::stream)
        .forEach(reading -> names.addAll(reading.folder().names(Section.AGENTS)));
    for (Seen file : files) {
      file.known().forEach(agent -> names.add(agent.name()));
      if (file.reading() != null) {
        names.addAll(file.reading().folder().names(Section.AGENTS));
      }
    }
    return names;
  }

  /** What is broken keeps its last good version, so others may name its agents. */
  private static void addKept(String place, Catalogue before, Set<String> names) {
    Part part = before.parts().get(place);
    if (part != null) {
      part.agents().forEach(agent -> names.add(agent.name()));
    }
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

  private void addAnnotated(
      AgentDefinition agent, Outside outside, Set<String> agentNames, Catalogue before) {
    List<String> unknown = outside.unknown(agent, agentNames);
    unknown.forEach(
        what ->
            problems.error(
                agent.origin(), Position.START, Rule.CREATION_FAILED, what, "name one there is"));
    boolean first = annotatedNames.add(agent.name());
    if (!first) {
      problems.error(
          agent.origin(),
          Position.START,
          Rule.DUPLICATE,
          "Another bean makes an agent '" + agent.name() + "' as well",
          "rename one of them");
    }
    if (first && unknown.isEmpty()) {
      put(agent.origin(), new Part(null, List.of(agent)), true);
    } else if (first) {
      keep(agent.origin(), before, true);
    }
  }

  /** Beans that made an agent before and make none now: they are there as long as the server is. */
  private List<String> lostBeans(Catalogue before) {
    Set<String> made =
        sources.annotated().stream().map(AgentDefinition::origin).collect(Collectors.toSet());
    return before.parts().entrySet().stream()
        .filter(part -> part.getValue().isOfBean() && !made.contains(part.getKey()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private void keepBean(String place, Catalogue before) {
    if (annotatedNames.add(before.parts().get(place).agents().get(0).name())) {
      keep(place, before, true);
    }
  }

  private void add(Reading reading, Compilation compiled, Catalogue before, boolean builtIn) {
    problems.addAll(compiled.problems());
    if (!compiled.isValid() || !canRun(reading, compiled.bundle())) {
      keep(reading.folder().origin(), before, builtIn);
      return;
    }
    workflows.readFrom(reading, compiled.bundle());
    pipelines.readFrom(reading, compiled.bundle().pipelines());
    put(
        reading.folder().origin(),
        new Part(
            compiled.bundle(),
            ManifestAgents.read(reading.folder()),
            reading.folder().tools().stream()
                .collect(Collectors.toMap(ToolManifest::name, ToolSettings::of))),
        builtIn);
  }

  private void put(String place, Part part, boolean builtIn) {
    parts.put(place, part);
    if (part.bundle() != null) {
      workflows.add(part.bundle());
      part.bundle().pipelines().forEach(pipeline -> pipelines.add(pipeline, builtIn));
    }
    part.tools().forEach((name, said) -> tools.merge(name, said, ToolSettings::and));
    for (AgentDefinition agent : part.agents()) {
      if (take(agent, builtIn)) {
        followRules(agent, part);
      } else {
        doubledPlaces.add(place);
      }
    }
  }

  /** Takes an agent; tells whether it is the one of its name that counts. */
  private boolean take(AgentDefinition agent, boolean builtIn) {
    if (!builtIn) {
      return agents.add(agent);
    }
    agents.addBuiltIn(agent);
    return true;
  }

  private void followRules(AgentDefinition agent, Part home) {
    if (home.bundle() != null && home.bundle().security() != null) {
      agentPolicies.put(agent.name(), home.bundle().security());
    } else {
      agentPolicies.remove(agent.name());
    }
  }

  private void addFile(
      Seen file, Names names, Outside outside, Set<String> agentNames, Catalogue before) {
    boolean sound =
        file.known().stream().allMatch(agent -> outside.unknown(agent, agentNames).isEmpty());
    if (file.reading() == null && sound) {
      put(file.file().path().toString(), new Part(null, file.known()), false);
      return;
    }
    Reading reading = file.reading() == null ? AgentFileReader.read(file.file()) : file.reading();
    Compilation compiled = addAgents(reading, AgentSource.CONVENTION, names, before);
    if (compiled.problems().isEmpty()) {
      sources
          .cache()
          .put(file.file(), ManifestAgents.read(reading.folder(), AgentSource.CONVENTION));
    }
  }

  private Compilation addAgents(
      Reading reading, AgentSource source, Names names, Catalogue before) {
    Compilation compiled = WorkflowCompiler.compile(reading, names);
    problems.addAll(compiled.problems());
    String place = reading.folder().origin();
    if (compiled.isValid()) {
      put(place, new Part(null, ManifestAgents.read(reading.folder(), source)), false);
    } else {
      keep(place, before, false);
    }
    return compiled;
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

  private String kindNames() {
    return kinds.stream().map(StageKind::id).sorted().collect(Collectors.joining(", "));
  }

  /** What is broken keeps its last good version. */
  private void keep(String place, Catalogue before, boolean builtIn) {
    Part part = before.parts().get(place);
    if (part != null) {
      put(place, part, builtIn);
    }
  }

  /** What a file had before it took a name that another has, where nobody else has those names. */
  private void keepDoubled(Catalogue before) {
    for (String place : doubledPlaces) {
      Part part = before.parts().get(place);
      if (part != null && part.bundle() == null) {
        for (AgentDefinition agent : part.agents()) {
          if (agents.isFree(agent.name()) && take(agent, false)) {
            followRules(agent, part);
          }
        }
        parts.put(place, part);
      }
    }
  }

  /** What was found before in a folder that is there and cannot be looked into now. */
  private void keepUnread(Collection<Path> folders, Catalogue before) {
    for (String place : unread(folders, before)) {
      if (!parts.containsKey(place)) {
        keep(place, before, false);
      }
    }
  }

  private Set<String> unread(Collection<Path> folders, Catalogue before) {
    List<Path> unread = new ArrayList<>(sources.unread());
    folders.stream()
        .filter(folder -> Files.isDirectory(folder) && !Files.isReadable(folder))
        .forEach(unread::add);
    return unread.isEmpty()
        ? Set.of()
        : before.parts().keySet().stream()
            .filter(place -> unread.stream().anyMatch(Path.of(place)::startsWith))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names that exist outside of all files. */
  record Outside(Names names, Set<String> tools, Set<String> models) {

    static Outside of(Collection<ToolNeeds> tools, Set<String> models) {
      Outside plain = of(tools.stream().map(ToolNeeds::tool).collect(Collectors.toSet()), models);
      return new Outside(plain.names().withNeeds(tools), plain.tools(), models);
    }

    static Outside of(Set<String> tools, Set<String> models) {
      return new Outside(
          Names.UNCHECKED.with(Names.Kind.TOOL, tools).with(Names.Kind.MODEL, models),
          tools,
          models);
    }

    /** What a definition names that there is not. */
    List<String> unknown(AgentDefinition agent, Set<String> agentNames) {
      List<String> unknown = new ArrayList<>();
      String model = agent.model();
      if (model != null
          && !model.equals("default")
          && !models.contains(model)
          && !models.contains(model.replaceFirst("@.*", ""))) {
        unknown.add("There is no model '" + model + "'");
      }
      for (String tool : agent.tools()) {
        if (!tools.contains(tool)) {
          unknown.add("There is no tool '" + tool + "'");
        }
      }
      if (agent.fallback() != null && !agentNames.contains(agent.fallback())) {
        unknown.add("There is no agent '" + agent.fallback() + "'");
      }
      return unknown;
    }
  }
}
