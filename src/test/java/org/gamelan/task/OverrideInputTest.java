package org.gamelan.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gamelan.engine.Blueprint;
import org.gamelan.failure.FieldError;
import org.gamelan.json.Json;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.workflow.Names;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowCompiler;
import org.junit.jupiter.api.Test;

/** Inputs that people put in the place of a stage's own. */
class OverrideInputTest {
  private static final WorkflowBundle BUNDLE =
      WorkflowCompiler.compile(
              ManifestReader.readText(
                  """
                  agents: {writer: {prompt: Write.}}
                  stages:
                    begin: {kind: input, inputSchema: {type: object, required: [n]}}
                    scan: {kind: tool, tool: project.scan}
                    write: {kind: agent, agent: writer}
                    end: {kind: output}
                  workflow: {name: w, start: begin, edges: [begin -> scan -> write -> end], end: end}
                  """,
                  "application/yaml"),
              Names.UNCHECKED)
          .bundle();

  @Test
  void expressionsOfToolsAndOutputsAreCheckedBeforeTheyCount() {
    String wrong = "{\"path\": \"#{nope}\", \"list\": [\"#{task.title}\", \"so #{1 +}\"]}";
    for (String stage : List.of("scan", "end")) {
      assertThat(faults(stage, wrong))
          .extracting(FieldError::field)
          .containsExactly("value/path", "value/list/1");
      assertThat(faults(stage, wrong).get(0).message()).contains("there is no variable 'nope'");
      assertThat(faults(stage, "{\"path\": \"#{task.source}\"}")).isEmpty();
    }
  }

  @Test
  void whatIsNoExpressionThereIsNotTakenForOne() {
    assertThat(faults("write", "{\"text\": \"#{nope}\"}")).isEmpty();
    assertThat(faults("begin", "{\"n\": \"#{nope}\"}")).isEmpty();
    assertThat(faults("begin", "{}")).hasSize(1);
  }

  private static List<FieldError> faults(String stage, String input) {
    JsonNode value = Json.parse(input);
    List<FieldError> errors = new ArrayList<>();
    Blueprint blueprint =
        new Blueprint(
            BUNDLE.workflow(),
            "begin",
            List.of("end"),
            BUNDLE.stages(),
            Map.of(),
            BUNDLE.schemas());
    OverrideChecks.input(BUNDLE.stages().get(stage), value, blueprint, errors);
    return errors;
  }
}
