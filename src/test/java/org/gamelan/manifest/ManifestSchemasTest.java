package org.gamelan.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published schemas say all of the language, to editors too. */
class ManifestSchemasTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agents | /$defs/agent | description role model parameters prompt tools skills complexity"
            + " capacity inputSchema outputSchema fallback enabled",
        "agents | /$defs/agent/properties/complexity | min max",
        "agents | /$defs/agent/properties/parameters | temperature maxOutputTokens topP seed",
        "stages | /$defs/inputStage | kind inputSchema outputSchema timeout retry description",
        "stages | /$defs/outputStage | kind with outputSchema timeout retry description",
        "stages | /$defs/toolStage | kind tool with outputSchema timeout retry",
        "stages | /$defs/agentStage | kind agent timeout retry onInvalidOutput outputSchema",
        "stages | /$defs/decisionStage | kind value",
        "stages | /$defs/forkStage | kind onFailure",
        "stages | /$defs/joinStage | kind of wait",
        "stages | /$defs/approvalStage | kind show approvers need expires onExpiry escalateTo",
        "stages | /$defs/committeeStage | kind members merge judge",
        "stages | /$defs/supervisorStage | kind worker reviewer rounds",
        "stages | /$defs/pipelineStage | kind pipeline",
        "stages | /$defs/retry | attempts backoff factor max on",
        "stages | /$defs/onInvalidOutput | repair ask model then",
        "workflow | /properties/workflow | name version start edges end",
        "workflow | /$defs/edgeObject | from to when revise exhausted on kinds",
        "pipelines | /properties/pipelines/additionalProperties | workflow start end agents select"
            + " priority default",
        "tools | /properties/tools/additionalProperties | enabled limits mcp name capabilities"
            + " effect",
        "tools | /properties/mcpServers/additionalProperties | command url env",
        "memory | /properties/memory | scopes context",
        "memory | /properties/memory/properties/scopes | task agent project global",
        "memory | /$defs/scope | backend keep",
        "memory | /properties/memory/properties/context | tokens order",
        "security | /properties/security | mode capabilities agents",
        "security | /$defs/capabilities | read write network shell mail git",
        "security | /properties/security/properties/agents/additionalProperties | tools"
            + " capabilities"
      })
  void everyKeyIsDescribed(String file, String place, String keys) {
    JsonNode schema = ManifestSchemas.documents().get(file).at(place);

    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    for (String key : keys.split(" ")) {
      assertThat(schema.path("properties").has(key)).as("%s %s", place, key).isTrue();
    }
  }

  @Test
  void theSchemaOfAWholeFileHasEveryTopLevelKeyAndNoOther() {
    JsonNode whole = ManifestSchemas.documents().get("manifest");
    List<String> keys = new ArrayList<>();
    whole.path("properties").fieldNames().forEachRemaining(keys::add);

    assertThat(keys).containsExactlyInAnyOrderElementsOf(Section.keys());
    JsonSchema schema = JsonSchema.compile(whole);
    assertThat(schema.validate(Json.parse("{\"agents\": {\"a\": {\"prompt\": \"x\"}}}"))).isEmpty();
    assertThat(schema.validate(Json.parse("{\"agents\": {\"a\": {\"promt\": \"x\"}}}"))).hasSize(1);
    assertThat(schema.validate(Json.parse("{\"agent\": {}}"))).hasSize(1);
    assertThat(schema.validate(Json.parse("{\"stages\": {\"s\": {\"kind\": \"agnt\"}}}")))
        .isNotEmpty();
  }

  @Test
  void everySchemaCanBeUsedByOthersAsItIs() {
    Set<String> ids = new HashSet<>();
    ManifestSchemas.documents()
        .forEach(
            (name, document) -> {
              assertThat(JsonSchema.findProblems(document)).as(name).isEmpty();
              assertThat(ids.add(document.path("$id").asText())).as(name).isTrue();
              assertThat(document.path("title").asText()).as(name).isNotBlank();
            });
  }
}
