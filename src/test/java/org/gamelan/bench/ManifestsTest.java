package org.gamelan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.workflow.Names;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowCompiler;
import org.gamelan.workflow.WorkflowCompiler.Compilation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
  @TempDir private Path folder;

  @Test
  void workflowIsEightValidAgentStagesInARow() {
    WorkflowBundle bundle = compile();

    assertThat(bundle.workflow().stageNames())
        .containsExactly("s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8");
    assertThat(bundle.stages().values())
        .extracting(StageDefinition::kind)
        .containsOnly(StageKind.AGENT);
  }

  @Test
  void answerOfTheFakeModelFitsTheSchema() throws Exception {
    JsonNode schema = compile().schemas().get("bench_output");

    assertThat(JsonSchema.compile(schema).validate(Json.mapper().readTree(FakeAnswers.CONTENT)))
        .isEmpty();
  }

  private WorkflowBundle compile() {
    Manifests.write(folder, 200);
    Names names = Names.UNCHECKED.with(Names.Kind.MODEL, Set.of("bench-200"));
    Compilation compiled =
        WorkflowCompiler.compile(ManifestReader.readFolder(folder.resolve("bench-200")), names);
    assertThat(compiled.problems()).isEmpty();
    return compiled.bundle();
  }
}
