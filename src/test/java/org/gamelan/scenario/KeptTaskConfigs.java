package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.json.Json;

/** Task configs and an assignment, and the proof that they are what they were. */
final class KeptTaskConfigs implements Promise {
  private static final String AGENT = "keeps-configs";

  private static final String CONFIG =
      """
      {"name": "NAME", "description": "Says hello to somebody",
       "promptTemplate": "Greet {{ input.who }}.",
       "inputSchema": {"type": "object", "required": ["who"], "additionalProperties": false,
         "properties": {"who": {"type": "string"}, "age": {"type": "integer", "minimum": 0},
           "by": {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"z": {}, "a": {}}}]}}},
       "outputSchema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
       "examples": [{"name": "a friend", "input": {"who": "Ann"}, "output": {"text": "Hello Ann"}}]}
      """;

  private final Map<String, String> seen = new LinkedHashMap<>();

  /** Makes some, one of them changed twice since, and one given to an agent. */
  @Override
  public void make(TestServer server) {
    Api api = server.api();
    for (String name : List.of("kept", "kept-changed")) {
      assertThat(api.post("/task-configs", config(name)).status()).isEqualTo(201);
    }
    for (String description : List.of("Changed", "Changed again")) {
      api.put("/task-configs/kept-changed", config("kept-changed").put("description", description))
          .ok();
    }
    ObjectNode agent = Json.object().put("name", AGENT).put("prompt", "Answer.");
    assertThat(api.post("/agents", agent).status()).isEqualTo(201);
    ObjectNode assignment = Json.object().put("taskConfig", "kept-changed");
    assertThat(api.post("/agents/" + AGENT + "/assignments", assignment).status()).isEqualTo(201);
    seen.putAll(look(api));
    JsonNode changed = Json.parse(seen.get("/task-configs/kept-changed"));
    assertThat(changed.path("version").asInt()).isEqualTo(2);
    assertThat(changed.path("examples")).hasSize(1);
  }

  private static ObjectNode config(String name) {
    return (ObjectNode) Json.parse(CONFIG.replace("NAME", name));
  }

  /** Texts, as the order of keys counts: it is the order of the form. */
  private static Map<String, String> look(Api api) {
    Map<String, String> now = new LinkedHashMap<>();
    for (String path :
        List.of(
            "/task-configs/kept",
            "/task-configs/kept-changed",
            "/agents/" + AGENT + "/assignments",
            "/agents/" + AGENT + "/instances")) {
      Api.Answer answer = api.get(path);
      now.put(path, answer.ok().toString());
      now.put("ETag of " + path, answer.header("ETag"));
    }
    return now;
  }

  /** They are the same, word by word, and still work. */
  @Override
  public void assertKept(TestServer server) {
    Api api = server.api();
    assertThat(look(api)).isEqualTo(seen);
    ObjectNode wrong = Json.object().put("taskConfig", "kept-changed");
    wrong.putObject("input").put("age", -1);
    assertThat(api.post("/tasks", wrong).problem(422).toString())
        .contains("input/who", "input/age");
    api.put("/task-configs/kept-changed", config("kept-changed")).ok();
    assertThat(api.get("/task-configs/kept-changed").ok().path("version").asInt()).isEqualTo(3);
  }
}
