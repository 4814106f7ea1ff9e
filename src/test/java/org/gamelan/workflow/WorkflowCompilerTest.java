package org.gamelan.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.json.Violation;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Rule;
import org.gamelan.workflow.WorkflowCompiler.Compilation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowCompilerTest {
  private static final Names NAMES =
      Names.UNCHECKED
          .with(Names.Kind.AGENT, Set.of("planner", "reviewer"))
          .with(Names.Kind.TOOL, Set.of("files.read", "files.write", "project.scan"))
          .with(Names.Kind.MODEL, Set.of("default", "strong"))
          .with(Names.Kind.WORKFLOW, Set.of("basic"))
          .with(Names.Kind.PIPELINE, Set.of("research"));

  private static final String SOUND =
      """
      agents:
        planner: {prompt: "Plan {{ task.title }}", tools: [files.read], outputSchema: plan, fallback: reviewer}
        reviewer: {prompt: "Review {{ outputs.plan | json }}", model: strong@2}
      schemas:
        plan: {type: object, required: [steps]}
      stages:
        user_input: {kind: input, inputSchema: {type: object}}
        scan: {kind: tool, tool: project.scan, with: {path: "#{task.source}"}, outputSchema: plan}
        plan:
          kind: agent
          agent: planner
          timeout: 90s
          retry: {attempts: 5, backoff: 500ms, max: 1m, on: [timeout, invalid-output]}
          onInvalidOutput: {repair: false, ask: 2, model: strong, then: approval}
        spread: {kind: fork}
        left: {kind: agent, agent: reviewer}
        right: {kind: pipeline, pipeline: research}
        gather: {kind: join, of: spread, wait: any}
        triage: {kind: decision, value: "#{outputs.plan.ok ? 'ship' : 'revise'}"}
        sign_off: {kind: approval, show: [outputs.plan], approvers: [operator], expires: 24h, onExpiry: reject}
        results: {kind: output, with: {plan: "#{outputs.plan}"}}
        degrade: {kind: output}
      workflow:
        name: sound
        version: 3
        start: user_input
        edges:
          - user_input -> scan -> plan -> spread -> left -> gather
          - spread -> right -> gather -> triage
          - {from: triage, to: sign_off, when: "#{outputs.triage.value == 'ship'}"}
          - {from: triage, to: plan, when: "#{not (outputs.triage.value == 'ship')}", revise: 3}
          - {from: triage, to: degrade, exhausted: true}
          - {from: plan, to: degrade, on: error, kinds: [timeout]}
          - sign_off -> results
        end: [results, degrade]
      pipelines:
        sound: {workflow: sound, select: "#{has(task.labels, 'x')}", priority: 10, default: true}
        short: {workflow: sound, start: triage, end: [results], agents: [planner, reviewer]}
      """;

  static Stream<Arguments> brokenManifests() throws IOException {
    try (InputStream in = WorkflowCompilerTest.class.getResourceAsStream("broken-manifests.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(all.split("(?m)^=== "))
          .skip(1)
          .map(
              one -> {
                String[] parts = one.split("--->\n", 2);
                int name = parts[0].indexOf('\n');
                return Arguments.of(
                    parts[0].substring(0, name), parts[0].substring(name + 1), parts[1].strip());
              })
          .toList()
          .stream();
    }
  }

  /** Each line of the expected: {@code line:column rule | message | suggestion}. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenManifests")
  void everyProblemIsToldWithItsPlace(String name, String manifest, String expected) {
    Compilation compilation = compile(manifest);

    assertThat(
            compilation.problems().stream().map(it -> line(it)).collect(Collectors.joining("\n")))
        .as(name)
        .isEqualTo(expected);
  }

  @Test
  void thereAreManyOfAllRulesAndNoneIsThereTwice() throws IOException {
    List<Object[]> all = brokenManifests().map(Arguments::get).toList();
    String expected = all.stream().map(it -> (String) it[2]).collect(Collectors.joining("\n"));

    assertThat(all).hasSizeGreaterThanOrEqualTo(100);
    assertThat(all).extracting(it -> it[0]).doesNotHaveDuplicates();
    assertThat(all).extracting(it -> it[1]).doesNotHaveDuplicates();
    // These two are about folders and beans, not about what a manifest says.
    assertThat(EnumSet.complementOf(EnumSet.of(Rule.CREATION_FAILED, Rule.TOO_MANY)))
        .allMatch(rule -> expected.contains(" " + rule.id() + " | "));
  }

  @Test
  void aSoundFolderHasNoProblems() {
    Compilation compilation = compile(SOUND);

    assertThat(compilation.problems()).isEmpty();
    assertThat(compilation.isValid()).isTrue();
  }

  @Test
  void stagesAreReadInFull() {
    StageDefinition plan = compile(SOUND).bundle().findStage("plan").orElseThrow();

    assertThat(plan.kind()).isEqualTo(StageKind.AGENT);
    assertThat(plan.timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(plan.retry())
        .isEqualTo(
            new RetryPolicy(
                5,
                Duration.ofMillis(500),
                2,
                Duration.ofMinutes(1),
                Set.of(FailureKind.TIMEOUT, FailureKind.INVALID_OUTPUT)));
    assertThat(plan.onInvalidOutput())
        .isEqualTo(new InvalidOutputPolicy(false, 2, "strong", "approval"));
    assertThat(plan.settings()).isEmpty();
  }

  @Test
  void whatOnlyOneKindHasIsASetting() {
    WorkflowBundle bundle = compile(SOUND).bundle();

    assertThat(bundle.stages().get("gather").settings().path("of").asText()).isEqualTo("spread");
    assertThat(bundle.stages().get("triage").settings().path("value").asText()).contains("ship");
  }

  @Test
  void inlineSchemasHaveANameOfTheirOwn() {
    WorkflowBundle bundle = compile(SOUND).bundle();

    assertThat(bundle.stages().get("user_input").inputSchema()).isEqualTo("user_input.inputSchema");
    assertThat(bundle.findSchema("user_input.inputSchema")).isPresent();
    assertThat(bundle.findSchema("plan")).isPresent();
    assertThat(bundle.findSchema(null)).isEmpty();
  }

  @Test
  void schemasMayReferToEachOtherByName() {
    WorkflowBundle bundle =
        compile(
                """
                schemas:
                  address: {properties: {city: {$ref: "#/$defs/name"}}, $defs: {name: {type: string}}}
                  person: {properties: {home: {$ref: address}, town: {$ref: "address#/properties/city"}, parent: {$ref: person}}}
                stages:
                  a: {kind: input, inputSchema: {properties: {who: {$ref: person}}}}
                """)
            .bundle();
    JsonSchema person = JsonSchema.compile(bundle.schemas().get("person"));
    JsonSchema input = JsonSchema.compile(bundle.schemas().get("a.inputSchema"));
    String wrong = "{\"home\": {\"city\": 1}, \"town\": 2, \"parent\": {\"town\": 3}}";

    assertThat(person.validate(Json.parse("{\"home\": {\"city\": \"x\"}}"))).isEmpty();
    assertThat(person.validate(Json.parse(wrong)))
        .extracting(Violation::path)
        .containsExactlyInAnyOrder("/home/city", "/town", "/parent/town");
    assertThat(input.validate(Json.parse("{\"who\": " + wrong + "}"))).hasSize(3);
  }

  @Test
  void chainsBecomeEdgesInOrder() {
    WorkflowDefinition workflow = compile(SOUND).bundle().findWorkflow().orElseThrow();

    assertThat(workflow.version()).isEqualTo(3);
    assertThat(workflow.edges()).hasSize(13);
    assertThat(workflow.edges().get(0)).isEqualTo(Edge.plain("user_input", "scan"));
    assertThat(workflow.from("triage"))
        .extracting(Edge::to)
        .containsExactly("sign_off", "plan", "degrade");
    assertThat(workflow.from("plan").get(1).kinds()).containsExactly(FailureKind.TIMEOUT);
  }

  @Test
  void pipelinesTakeStartAndEndOfTheirWorkflow() {
    WorkflowBundle bundle = compile(SOUND).bundle();
    PipelineDefinition pipeline = bundle.findPipeline("short").orElseThrow();

    assertThat(bundle.findPipeline("sound").orElseThrow().start()).isEqualTo("user_input");
    assertThat(bundle.findPipeline("sound").orElseThrow().end())
        .containsExactly("results", "degrade");
    assertThat(bundle.workflow().along(pipeline).start()).isEqualTo("triage");
  }

  /** A run that the error edge leads to {@code degrade} has nowhere to go from there. */
  @Test
  void endsThatNothingFollowsEndEveryPipeline() {
    WorkflowBundle bundle = compile(SOUND).bundle();
    WorkflowDefinition route = bundle.workflow().along(bundle.findPipeline("short").orElseThrow());

    assertThat(route.end()).containsExactly("results", "degrade");
    WorkflowDefinition half = bundle.workflow().along(pipeline("triage", List.of("sign_off")));
    assertThat(half.end()).containsExactly("sign_off", "results", "degrade");
    WorkflowDefinition cut =
        compile(
                """
                stages: {a: {kind: input}, b: {kind: input}, c: {kind: output}}
                workflow: {name: w, start: a, edges: [a -> b -> c], end: [b, c]}
                """)
            .bundle()
            .workflow()
            .along(pipeline("a", List.of("c")));
    assertThat(cut.end()).as("b leads on").containsExactly("c");
  }

  @Test
  void pipelinesThroughOtherFoldersAreCheckedLikeThose() {
    Names names = NAMES.withWorkflows(Map.of("sound", compile(SOUND).bundle()));
    String text =
        """
        pipelines:
          a: {workflow: sound, start: nowhere}
          b: {workflow: sound, end: [result]}
          c: {workflow: sound, start: left}
          d: {workflow: sound, agents: [planner]}
          e: {workflow: sound, start: triage, end: [results], agents: [planner, reviewer]}
        """;

    assertThat(
            WorkflowCompiler.compile(ManifestReader.readText(text, "application/yaml"), names)
                .problems())
        .extracting(it -> it.line() + " " + it.rule().id() + " " + it.suggestion())
        .satisfiesExactly(
            it -> assertThat(it).startsWith("2 unknown-stage known: "),
            it -> assertThat(it).isEqualTo("3 unknown-stage did you mean 'results'?"),
            it -> assertThat(it).startsWith("4 unmatched-join start with 'spread'"),
            it -> assertThat(it).isEqualTo("5 not-permitted add 'reviewer' to agents"));
  }

  private static PipelineDefinition pipeline(String start, List<String> end) {
    return new PipelineDefinition("p", "w", start, end, List.of(), null, 0, false);
  }

  @Test
  void aBundleSurvivesBeingStored() {
    WorkflowBundle bundle = compile(SOUND).bundle();

    String stored = Json.write(Json.tree(bundle));

    assertThat(Json.as(Json.parseOwn(stored), WorkflowBundle.class)).isEqualTo(bundle);
  }

  @Test
  void withoutNamesReferencesOutOfTheFolderAreNotChecked() {
    String text = "stages: {a: {kind: agent, agent: somebody}, b: {kind: tool, tool: some.tool}}";

    assertThat(
            WorkflowCompiler.compile(
                    ManifestReader.readText(text, "application/yaml"), Names.UNCHECKED)
                .problems())
        .isEmpty();
  }

  @Test
  void jsonIsReadLikeYaml() {
    String text = "{\"stages\": {\n  \"a\": {\"kind\": \"agnt\"},\n  \"b\": {\"kind\": \"fork\"}}}";

    assertThat(
            WorkflowCompiler.compile(ManifestReader.readText(text, "application/json"), NAMES)
                .problems())
        .extracting(WorkflowCompilerTest::line)
        .containsExactly("2:17 type | stages.a.kind cannot be 'agnt' | did you mean 'agent'?");
  }

  @Test
  void longWorkflowsAreChecked() {
    StringBuilder stages = new StringBuilder("stages:\n");
    StringBuilder edges = new StringBuilder("    - s0");
    for (int i = 0; i < 3_000; i++) {
      stages.append("  s").append(i).append(": {kind: input}\n");
      edges.append(i == 0 ? "" : " -> s" + i);
    }
    String text =
        stages + "workflow:\n  name: w\n  start: s0\n  edges:\n" + edges + "\n  end: s2999\n";

    assertThat(compile(text).problems()).isEmpty();
  }

  @Test
  void builtInManifestsAreSound() {
    List<String> names = ManifestReader.builtInNames();

    assertThat(names).isNotEmpty();
    for (String name : names) {
      assertThat(
              WorkflowCompiler.compile(ManifestReader.readBuiltIn(name), Names.UNCHECKED)
                  .problems())
          .as(name)
          .isEmpty();
    }
  }

  private static Compilation compile(String text) {
    return WorkflowCompiler.compile(ManifestReader.readText(text, "application/yaml"), NAMES);
  }

  private static String line(Problem problem) {
    return "%d:%d %s%s | %s%s"
        .formatted(
            problem.line(),
            problem.column(),
            problem.isError() ? "" : "warning ",
            problem.rule().id(),
            problem.message(),
            problem.suggestion() == null ? "" : " | " + problem.suggestion());
  }
}
