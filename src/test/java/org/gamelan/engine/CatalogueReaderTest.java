package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentFileCache;
import org.gamelan.agent.AgentSource;
import org.gamelan.agent.FoundAgent;
import org.gamelan.config.AgentConfig;
import org.gamelan.config.ManifestConfig;
import org.gamelan.manifest.AgentFolders;
import org.gamelan.manifest.ManifestReader.Reading;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What discovery makes of files, sound and broken, and what stays when they change. */
class CatalogueReaderTest {
  private static final Set<String> TOOLS =
      Set.of(
          "files.read",
          "files.list",
          "files.search",
          "project.scan",
          "project.tree",
          "project.languages");

  /** Later than any file, so that what was read is certain. */
  private final Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));

  private AgentFileCache cache = new AgentFileCache(clock);
  private Map<String, AgentDefinition> ofAdmins = Map.of();
  private List<AgentDefinition> annotated = List.of();
  private List<Reading> configured = List.of();
  private Catalogue catalogue = Catalogue.EMPTY;
  private Path agents;
  private Path manifests;
  @TempDir private Path root;

  @BeforeEach
  void folders() throws IOException {
    agents = Files.createDirectories(root.resolve("agents"));
    manifests = Files.createDirectories(root.resolve("manifests"));
  }

  @Test
  void agentsOfFilesHaveNamePlaceAndSource() {
    write("helper.yaml", "description: Helps\nprompt: Help.\ntools: [files.read]\n");
    write("named.json", "{\"name\": \"other\", \"prompt\": \"Do.\"}");
    write("review/SKILL.md", "---\nname: review\ndescription: Reviews\n---\n\nBe {{ strict }}.\n");
    read();
    assertThat(problems()).isEmpty();
    assertThat(agent("helper").source()).isEqualTo("convention");
    assertThat(agent("helper").origin()).isEqualTo(agents.resolve("helper.yaml") + ":1");
    assertThat(agent("other").prompt()).isEqualTo("Do.");
    assertThat(agent("review").description()).isEqualTo("Reviews");
    assertThat(agent("review").skills()).containsExactly("review");
    assertThat(agent("review").prompt())
        .isEqualTo("{% verbatim %}Be {{ strict }}.{% endverbatim %}");
    assertThat(agent("review").origin()).endsWith("SKILL.md:2");
  }

  @Test
  void everyBrokenFileIsToldAndHidesNoOther() {
    write("bad-json.json", "{\"prompt\": ");
    write("bad-syntax.yaml", "prompt: 'open\n");
    write("bad-template.yaml", "prompt: |\n  one\n  {{ two\n");
    write("model.yaml", "prompt: x\nmodel: defualt\n");
    write("schema.yaml", "outputSchema: {type: objekt}\n");
    write("skill/SKILL.md", "no front matter");
    write("skill-two/SKILL.md", "---\ndescription: nameless\n---\nDo.");
    write("tool.yaml", "prompt: x\ntools:\n  - files.raed\n");
    write("unknown.yaml", "promt: x\n");
    write("wrong-range.yaml", "complexity: {min: 8, max: 2}\n");
    write("Wrong Name.yaml", "prompt: x\n");
    write("zz-fallback.yaml", "prompt: x\nfallback: zz-god\n");
    write("zz-good.yaml", "prompt: x\n");
    read();
    assertThat(agent("zz-good").prompt()).isEqualTo("x");
    assertProblem("bad-json.json", 1, Rule.SYNTAX, null);
    assertProblem("bad-syntax.yaml", 2, Rule.SYNTAX, null);
    assertProblem("bad-template.yaml", 1, Rule.BAD_TEMPLATE, "look at line 3 of the prompt");
    assertProblem("model.yaml", 2, Rule.UNKNOWN_MODEL, "did you mean 'default'?");
    assertThat(problems())
        .filteredOn(problem -> problem.file().endsWith("schema.yaml"))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.rule()).isEqualTo(Rule.BAD_SCHEMA));
    assertProblem("skill/SKILL.md", 1, Rule.SYNTAX, "begin with ---, name: …, description: …, ---");
    assertProblem("skill-two/SKILL.md", 1, Rule.MISSING, "add name: to the front matter");
    assertProblem("tool.yaml", 3, Rule.UNKNOWN_TOOL, "did you mean 'files.read'?");
    assertProblem("unknown.yaml", 1, Rule.UNKNOWN_KEY, "did you mean 'prompt'?");
    assertProblem("wrong-range.yaml", 1, Rule.TYPE, "swap min and max");
    assertProblem("zz-fallback.yaml", 2, Rule.UNKNOWN_AGENT, "did you mean 'zz-good'?");
    assertThat(problems()).anyMatch(problem -> problem.file().endsWith("Wrong Name.yaml"));
    assertThat(found()).containsExactly("zz-good");
  }

  @Test
  void theSecondOfOneNameIsAProblemAndTheFirstHolds() {
    manifest("agents.yaml", "agents: {same: {prompt: manifest}}");
    write("a.yaml", "name: same\nprompt: file\n");
    write("b.yaml", "name: twice\nprompt: one\n");
    write("c.yaml", "name: twice\nprompt: two\n");
    read();
    assertThat(agent("same").prompt()).isEqualTo("manifest");
    assertThat(agent("twice").prompt()).isEqualTo("one");
    assertProblem("a.yaml", 1, Rule.DUPLICATE, "rename one of them");
    assertProblem("c.yaml", 1, Rule.DUPLICATE, "rename one of them");
    assertThat(problems().get(0).message()).contains("agents.yaml:1");
  }

  @Test
  void theSecondOfOneNameDoesNotLoosenTheRulesOfTheFirst() {
    manifest("agents.yaml", "agents: {same: {prompt: manifest}}");
    manifest("security.yaml", "security: {mode: analysis_only}");
    write("a.yaml", "name: same\nprompt: file\n");
    read();
    assertThat(agent("same").prompt()).isEqualTo("manifest");
    assertThat(catalogue.layers("same"))
        .as("the rules of the folder whose agent is in force")
        .isNotEmpty();
  }

  @Test
  void anOperatorsFileStandsInFrontOfWhatIsBuiltIn() {
    annotated =
        List.of(
            AgentBuilder.named("docs").from(AgentSource.ANNOTATION, "org.gamelan.Docs").build());
    write("interpreter.yaml", "prompt: mine\n");
    write("docs.yaml", "prompt: mine\n");
    read();
    assertThat(problems()).isEmpty();
    FoundAgent interpreter = catalogue.agents().get("interpreter");
    assertThat(interpreter.definition().prompt()).isEqualTo("mine");
    assertThat(interpreter.shadows()).hasSize(1);
    assertThat(interpreter.shadows().get(0).source()).isEqualTo("configuration");
    assertThat(catalogue.agents().get("docs").shadows().get(0).origin())
        .isEqualTo("org.gamelan.Docs");
  }

  @Test
  void whatAnAdministratorHidesIsTold() {
    ofAdmins = Map.of("hidden", AgentBuilder.named("hidden").build());
    write("hidden.yaml", "prompt: x\n");
    read();
    assertProblem(
        "hidden.yaml", 1, Rule.DUPLICATE, "rename one of them, or remove the administrator's");
  }

  @Test
  void aCircleThroughSeveralFilesIsToldWithItsWholePath() {
    write("a.yaml", "prompt: x\nfallback: b\n");
    write("b.yaml", "prompt: x\nfallback: c\n");
    write("c.yaml", "prompt: x\nfallback: a\n");
    write("d.yaml", "prompt: x\nfallback: a\n");
    read();
    assertThat(problems()).hasSize(3);
    assertThat(problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.rule()).isEqualTo(Rule.FALLBACK_CYCLE);
              assertThat(problem.message()).endsWith("a -> b -> c -> a");
            });
    assertThat(found()).containsExactly("d");
  }

  @Test
  void aCircleThroughAnAdministratorsAgentIsToldToo() {
    ofAdmins = Map.of("made", AgentBuilder.named("made").withFallback("a").build());
    write("a.yaml", "prompt: x\nfallback: made\n");
    read();
    assertProblem("a.yaml", 1, Rule.FALLBACK_CYCLE, "let one of them have no fallback");
  }

  @Test
  void whatBreaksKeepsItsLastGoodVersionAndWhatDisappearsGoes() {
    write("a.yaml", "prompt: one\n");
    write("b.yaml", "prompt: one\n");
    manifest("agents.yaml", "agents: {m: {prompt: one}}");
    read();
    assertThat(found()).containsExactlyInAnyOrder("a", "b", "m");

    write("a.yaml", "prompt: 'two\n");
    manifest("agents.yaml", "agents: {m: {prompt: 'two}}");
    delete("b.yaml");
    read();
    assertThat(found()).containsExactlyInAnyOrder("a", "m");
    assertThat(agent("a").prompt()).isEqualTo("one");
    assertThat(agent("m").prompt()).isEqualTo("one");
    assertThat(problems()).hasSize(2);

    read();
    assertThat(found()).containsExactlyInAnyOrder("a", "m");
    write("a.yaml", "prompt: three\n");
    read();
    assertThat(agent("a").prompt()).isEqualTo("three");
  }

  @Test
  void aPipelineThroughAnotherFoldersWorkflowHasToFitIt() {
    String workflow =
        """
        stages: {a: {kind: input}, b: {kind: output}}
        workflow: {name: w, start: a, edges: [a -> b], end: [b]}
        """;
    String caller =
        """
        stages: {go: {kind: pipeline, pipeline: lost}}
        workflow: {name: calls, start: go, edges: [], end: [go]}
        """;
    manifest("one/manifest.yaml", workflow);
    manifest("two/manifest.yaml", "pipelines:\n  good: {workflow: w}\n  lost: {workflow: w}\n");
    manifest("three/manifest.yaml", caller);
    read();
    assertThat(problems()).isEmpty();
    assertThat(catalogue.workflows()).containsKeys("w", "calls");

    catalogue = Catalogue.EMPTY;
    manifest(
        "two/manifest.yaml",
        "pipelines:\n  good: {workflow: w}\n  lost: {workflow: w, start: nowhere}\n");
    read();
    assertThat(catalogue.pipelines()).containsKey("good").doesNotContainKey("lost");
    assertThat(catalogue.workflows()).containsKey("w").doesNotContainKey("calls");
    assertProblem("two/manifest.yaml", 3, Rule.UNKNOWN_STAGE, "known: a, b");
    assertProblem("three/manifest.yaml", 2, Rule.CYCLE, "end the chain of pipelines");
  }

  @Test
  void aPipelineThatNoLongerFitsAnotherFoldersWorkflowStaysAsItWas() {
    manifest(
        "one/manifest.yaml",
        """
        stages: {a: {kind: input}, b: {kind: output}}
        workflow: {name: w, start: a, edges: [a -> b], end: [b]}
        """);
    manifest("two/manifest.yaml", "pipelines: {p: {workflow: w, start: b}}");
    read();
    assertThat(problems()).isEmpty();

    manifest("two/manifest.yaml", "pipelines: {p: {workflow: w, start: nowhere}}");
    read();
    read();
    assertThat(catalogue.findPipeline("p").orElseThrow().start()).isEqualTo("b");
    assertProblem("two/manifest.yaml", 1, Rule.UNKNOWN_STAGE, null);
  }

  @Test
  void whoClosesACircleOfPipelinesKeepsTheLastGoodVersion() {
    String plain = "stages: {a: {kind: input}}\nworkflow: {name: NAME, start: a, end: [a]}\n";
    String through =
        """
        stages: {go: {kind: pipeline, pipeline: PIPE}}
        workflow: {name: NAME, start: go, end: [go]}
        """;
    manifest(
        "inner/manifest.yaml",
        plain.replace("NAME", "inner") + "pipelines: {in: {workflow: inner}}");
    manifest(
        "outer/manifest.yaml",
        through.replace("PIPE", "in").replace("NAME", "outer")
            + "pipelines: {out: {workflow: outer}}");
    manifest("third/manifest.yaml", through.replace("PIPE", "out").replace("NAME", "third"));
    manifest("names/manifest.yaml", "pipelines: {other: {workflow: inner}}");
    manifest("last/manifest.yaml", through.replace("PIPE", "other").replace("NAME", "last"));
    read();
    assertThat(problems()).isEmpty();

    for (int twice = 0; twice < 2; twice++) {
      manifest(
          "inner/manifest.yaml",
          through.replace("PIPE", "out").replace("NAME", "inner")
              + "pipelines: {in: {workflow: inner}}");
      manifest("names/manifest.yaml", "pipelines: {other: {workflow: last}}");
      read();
      assertThat(catalogue.workflows()).containsKeys("inner", "outer", "third", "last");
      assertThat(catalogue.findWorkflow("inner").orElseThrow().stages()).containsKey("a");
      assertThat(catalogue.findPipeline("other").orElseThrow().workflow()).isEqualTo("inner");
      assertProblem("inner/manifest.yaml", 2, Rule.CYCLE, "end the chain of pipelines");
      assertProblem("last/manifest.yaml", 2, Rule.CYCLE, "end the chain of pipelines");
    }
    catalogue = Catalogue.EMPTY;
    read();
    assertThat(catalogue.workflows()).doesNotContainKeys("inner", "outer", "third", "last");

    manifest(
        "inner/manifest.yaml",
        plain.replace("NAME", "inner") + "pipelines: {in: {workflow: inner}}");
    manifest("names/manifest.yaml", "pipelines: {other: {workflow: outer}}");
    read();
    assertThat(problems()).isEmpty();
    assertThat(catalogue.workflows()).containsKeys("inner", "outer", "third", "last");
  }

  @Test
  void anOperatorsDefaultTakesThePlaceOfTheBuiltInOne() {
    read();
    assertThat(byDefault()).contains("basic-llm-agent");
    manifest("one/manifest.yaml", "pipelines: {support: {workflow: plan-review, default: true}}");
    read();
    assertThat(problems()).isEmpty();
    assertThat(byDefault()).contains("support");

    manifest("two/manifest.yaml", "pipelines: {zeal: {workflow: plan-review, default: true}}");
    read();
    assertThat(byDefault()).contains("support");
    assertProblem(
        "two/manifest.yaml",
        1,
        Rule.DUPLICATE,
        "let one pipeline be the default, or give this one a higher priority");
    assertThat(problems().get(0).isError()).isFalse();
  }

  private Optional<String> byDefault() {
    return PipelineRules.ask(catalogue.pipelines().values(), Map.of())
        .chosen()
        .map(PipelineDefinition::name);
  }

  @Test
  void aPipelineWhoseWorkflowIsNotLoadedIsLeftOut() {
    manifest(
        "one/manifest.yaml", "stages: {a: {kind: inptu}}\nworkflow: {name: w, start: a, end: a}");
    manifest("two/manifest.yaml", "pipelines: {p: {workflow: w, default: true}}");
    read();
    assertThat(catalogue.pipelines()).doesNotContainKey("p");
    assertProblem("two/manifest.yaml", 1, Rule.MISSING, "mend the manifest of the workflow");
  }

  @Test
  void whoClosesACircleKeepsTheLastGoodVersionAndNobodyElseSuffers() {
    write("a.yaml", "prompt: x\nfallback: b\n");
    write("b.yaml", "prompt: x\n");
    read();
    write("b.yaml", "prompt: another\nfallback: a\n");
    for (int again = 0; again < 2; again++) {
      read();
      assertProblem("b.yaml", 1, Rule.FALLBACK_CYCLE, "let one of them have no fallback");
      assertThat(problems()).hasSize(1);
      assertThat(found()).containsExactly("a", "b");
      assertThat(agent("a").fallback()).isEqualTo("b");
      assertThat(agent("b").fallback()).isNull();
      assertThat(agent("b").prompt()).isEqualTo("x");
    }
    write("a.yaml", "prompt: x\n");
    read();
    assertThat(problems()).isEmpty();
    assertThat(agent("b").prompt()).isEqualTo("another");
  }

  @Test
  void aFileThatTakesTheNameOfAnotherKeepsItsLastGoodVersion() {
    write("b.yaml", "name: one\nprompt: x\n");
    write("c.yaml", "name: other\nprompt: x\n");
    read();
    write("c.yaml", "name: one\nprompt: y\n");
    for (int again = 0; again < 2; again++) {
      read();
      assertProblem("c.yaml", 1, Rule.DUPLICATE, "rename one of them");
      assertThat(found()).containsExactlyInAnyOrder("one", "other");
    }
    write("d.yaml", "name: other\nprompt: z\n");
    read();
    assertThat(agent("other").prompt()).isEqualTo("z");
    assertThat(problems()).hasSize(1);
    delete("b.yaml");
    read();
    assertThat(problems()).isEmpty();
    assertThat(agent("one").prompt()).isEqualTo("y");
  }

  @Test
  void aFileThatSaysNothingYetIsNoAgentAndReplacesNone() {
    write("a.yaml", "prompt: x\n");
    read();
    write("a.yaml", "");
    write("b.yaml", "# to be written\n");
    write("c.json", "{}");
    write("d.json", "null");
    read();
    assertThat(found()).containsExactly("a");
    assertThat(agent("a").prompt()).isEqualTo("x");
    String advice = "write what an agent is: prompt: …, description: …";
    assertProblem("a.yaml", 1, Rule.MISSING, advice);
    assertProblem("b.yaml", 1, Rule.MISSING, advice);
    assertProblem("c.json", 1, Rule.MISSING, advice);
    assertProblem("d.json", 1, Rule.TYPE, advice);
  }

  @Test
  void aBrokenFileIsNoFaultOfThoseThatNameItsAgent() {
    write("a.yaml", "prompt: x\nfallback: b\n");
    write("b.yaml", "prompt: x\n");
    read();
    write("b.yaml", "prompt: 'open\n");
    write("a.yaml", "prompt: changed\nfallback: b\n");
    read();
    assertThat(problems()).extracting(Problem::file).containsOnly(agents.resolve("b.yaml") + "");
    assertThat(agent("a").prompt()).isEqualTo("changed");
    assertThat(agent("b").prompt()).isEqualTo("x");
  }

  @Test
  void whatCannotBeLookedAtIsNotTakenForGone() throws IOException {
    write("a.yaml", "prompt: x\nfallback: b\n");
    write("b.yaml", "prompt: x\n");
    write("deep/c.yaml", "prompt: x\n");
    read();
    delete("b.yaml");
    Files.createSymbolicLink(agents.resolve("b.yaml"), agents.resolve("b.yaml"));
    delete("deep/c.yaml");
    Files.delete(agents.resolve("deep"));
    Files.createSymbolicLink(agents.resolve("deep"), agents.resolve("deep"));
    read();
    assertThat(found()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(problems()).extracting(Problem::file).containsOnly(agents.resolve("b.yaml") + "");
    delete("b.yaml");
    delete("deep");
    write("a.yaml", "prompt: x\n");
    read();
    assertThat(found()).containsExactly("a");
  }

  @Test
  void aBeanThatMakesNoAgentAnyMoreKeepsItsLastGoodVersion() {
    AgentBuilder made =
        AgentBuilder.named("beany").from(AgentSource.ANNOTATION, "org.gamelan.Beany");
    AgentDefinition good = made.build();
    annotated = List.of(good);
    read();
    annotated = List.of(made.withModel("nowhere").build());
    read();
    assertThat(agent("beany").model()).isNull();
    assertThat(problems()).hasSize(1);
    annotated = List.of();
    read();
    read();
    assertThat(agent("beany")).isEqualTo(good);

    put(agents.resolve("named.yaml"), "prompt: x\nfallback: beany\n");
    read();
    assertThat(problems()).isEmpty();
  }

  @Test
  void twoBeansOfOneNameAreTold() {
    annotated =
        List.of(
            AgentBuilder.named("same").from(AgentSource.ANNOTATION, "org.gamelan.One").build(),
            AgentBuilder.named("same").from(AgentSource.ANNOTATION, "org.gamelan.Two").build());
    read();
    assertThat(problems()).hasSize(1);
    assertThat(problems().get(0).rule()).isEqualTo(Rule.DUPLICATE);
    assertThat(problems().get(0).file()).isEqualTo("org.gamelan.Two");
    assertThat(agent("same").origin()).isEqualTo("org.gamelan.One");
  }

  @Test
  void aFileFullOfProblemsHidesNoOther() {
    StringBuilder many = new StringBuilder("agents:\n");
    for (int i = 0; i < 2_000; i++) {
      many.append("  agent-").append(i).append(": {model: nowhere}\n");
    }
    for (int i = 0; i < 12; i++) {
      write("a" + i + ".yaml", many.toString().replace("agent-", "agent" + i + "-"));
    }
    write("z.yaml", "promt: x\n");
    read();
    assertProblem("z.yaml", 1, Rule.UNKNOWN_KEY, "did you mean 'prompt'?");
    assertThat(problems())
        .filteredOn(problem -> problem.rule() == Rule.TOO_MANY)
        .hasSizeGreaterThanOrEqualTo(10)
        .allMatch(Problem::isError);
    assertThat(problems()).hasSizeLessThan(6_000);
  }

  @Test
  void whatIsFoundAfterARestartIsEqual() {
    write("a.yaml", "prompt: one\nparameters: {temperature: 0.2}\noutputSchema: {type: object}\n");
    write("review/SKILL.md", "---\nname: review\ndescription: Reviews\n---\nDo.");
    read();
    List<AgentDefinition> first = definitions();
    Path kept = root.resolve("agents.cache");
    cache.save(kept);

    cache = new AgentFileCache(clock);
    catalogue = Catalogue.EMPTY;
    read();
    assertThat(definitions()).isEqualTo(first);
    cache = new AgentFileCache(clock);
    cache.load(kept);
    catalogue = Catalogue.EMPTY;
    read();
    assertThat(definitions()).isEqualTo(first);
  }

  @Test
  void aKnownFileIsCheckedAgainWhenWhatItNamesIsGone() {
    write("a.yaml", "prompt: x\nfallback: b\n");
    write("b.yaml", "prompt: x\n");
    read();
    assertThat(problems()).isEmpty();
    delete("b.yaml");
    read();
    assertProblem("a.yaml", 2, Rule.UNKNOWN_AGENT, null);
    assertThat(found()).containsExactly("a");
  }

  @Test
  void whatIsReadBeforehandIsCheckedLikeAllElse() {
    write("good.yaml", "prompt: x\ntools: [files.read]\n");
    write("tool.yaml", "prompt: x\ntools:\n  - files.raed\n");
    write("broken.yaml", "promt: x\n");
    AgentConfig config = new AgentConfig(List.of(agents), Optional.empty(), false);
    cache = EarlyReading.read(config, new ManifestConfig(List.of(manifests)));
    assertThat(cache.size()).isEqualTo(2);
    write("good.yaml", "prompt: another\n");
    read();
    assertThat(agent("good").prompt()).isEqualTo("another");
    assertThat(found()).containsExactly("good");
    assertProblem("tool.yaml", 3, Rule.UNKNOWN_TOOL, "did you mean 'files.read'?");
    assertProblem("broken.yaml", 1, Rule.UNKNOWN_KEY, "did you mean 'prompt'?");
  }

  @Test
  void aCacheThatIsBrokenIsAsIfThereWereNone() throws IOException {
    Path kept = Files.writeString(root.resolve("agents.cache"), "{\"format\": 1, \"files\": [{");
    cache.load(kept);
    write("a.yaml", "prompt: one\n");
    read();
    assertThat(found()).containsExactly("a");
  }

  @Test
  void thousandEditsLeaveNothingBehind() {
    write("steady.yaml", "prompt: x\n");
    for (int i = 0; i < 1_000; i++) {
      write("edited.yaml", "prompt: number " + i + (i % 7 == 0 ? "\ntypo: 1\n" : "\n"));
      write("made-" + i + ".yaml", "prompt: x\n");
      if (i > 0) {
        delete("made-" + (i - 1) + ".yaml");
      }
      read();
    }
    assertThat(cache.size()).isLessThanOrEqualTo(3);
    assertThat(found()).containsExactlyInAnyOrder("steady", "edited", "made-999");
    assertThat(catalogue.parts().keySet()).filteredOn(it -> it.contains("agents/")).hasSize(3);
    assertThat(catalogue.problems()).hasSizeLessThan(2);
  }

  /** How long it takes is printed, not asserted: machines differ. */
  @Test
  void aThousandAgentsAreReadAndKnownAgain() {
    for (int i = 0; i < 1_000; i++) {
      write(
          "folder-" + i % 10 + "/agent-" + i + ".yaml",
          "description: Number %d\nprompt: |\n  You are number %d.\n  Task: {{ task.title }}\ntools: [files.read]\ncapacity: 3\n"
              .formatted(i, i));
    }
    long cold = timed();
    Path kept = root.resolve("agents.cache");
    cache.save(kept);
    cache = new AgentFileCache(clock);
    long begin = System.nanoTime();
    cache.load(kept);
    long loading = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    catalogue = Catalogue.EMPTY;
    long warm = timed();
    System.out.printf(
        "1000 agents: read %d ms; from the cache %d ms and %d ms%n", cold, loading, warm);
    assertThat(found()).hasSize(1_000);
    assertThat(problems()).isEmpty();
  }

  private long timed() {
    long begin = System.nanoTime();
    read();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  private void read() {
    Problems problems = new Problems();
    AgentFolders.Listing listing = AgentFolders.look(List.of(agents), problems);
    AgentSources sources =
        new AgentSources(annotated, listing.files(), listing.unread(), configured, ofAdmins, cache);
    catalogue =
        new CatalogueReader(EnumSet.allOf(StageKind.class), sources, problems)
            .read(
                List.of(manifests),
                CatalogueReader.Outside.of(TOOLS, Set.of("default", "strong")),
                catalogue);
  }

  private List<Problem> problems() {
    return catalogue.problems();
  }

  /** Names of agents that are not built in. */
  private List<String> found() {
    return catalogue.agents().values().stream()
        .filter(agent -> !agent.builtIn())
        .map(agent -> agent.definition().name())
        .toList();
  }

  private List<AgentDefinition> definitions() {
    List<AgentDefinition> all = new ArrayList<>();
    catalogue.agents().values().forEach(agent -> all.add(agent.definition()));
    return all;
  }

  private AgentDefinition agent(String name) {
    return Optional.ofNullable(catalogue.agents().get(name)).orElseThrow().definition();
  }

  private void assertProblem(String file, int line, Rule rule, String suggestion) {
    List<Problem> ofFile =
        problems().stream().filter(it -> it.file().endsWith("/" + file)).toList();
    assertThat(ofFile).as("%s in %s", file, problems()).hasSize(1);
    assertThat(ofFile.get(0).line()).as(ofFile.toString()).isEqualTo(line);
    assertThat(ofFile.get(0).rule()).isEqualTo(rule);
    if (suggestion != null) {
      assertThat(ofFile.get(0).suggestion()).isEqualTo(suggestion);
    }
  }

  private void write(String name, String text) {
    put(agents.resolve(name), text);
  }

  private void manifest(String name, String text) {
    put(manifests.resolve(name), text);
  }

  private static void put(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String name) {
    try {
      Files.delete(agents.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
