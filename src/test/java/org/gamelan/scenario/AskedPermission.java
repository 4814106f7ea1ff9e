package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;

/** A task that waits for the permission to use a tool, which the server itself wants asked for. */
final class AskedPermission implements Promise {
  private static final String WORKFLOW = "policy-plain";

  private static final String MANIFEST =
      """
      agents:
        policy-curious: {description: Reads, prompt: Read., model: MODEL, tools: [project.scan]}
      stages:
        look: {kind: agent, agent: policy-curious}
      workflow: {name: NAME, version: 1, start: look, end: [look]}
      """;

  private static final String RULES =
      """
      rules:
        - name: a tool that it has
          when: {agent: policy-curious}
          toolCalls: [{name: project.scan, arguments: {}}]
          reply: "{{ toolResults[0].result is null ? toolResults[0].error : 'scanned' }}"
      """;

  private String task;
  private JsonNode approval;

  @Override
  public void define(Path manifests) {
    Path plain = manifests.resolve(WORKFLOW);
    Definitions.write(
        plain.resolve("workflow.yaml"),
        MANIFEST.replace("MODEL", RestartIT.PLAYED).replace("NAME", WORKFLOW));
    Definitions.write(plain.resolve("scripted.yaml"), RULES);
  }

  @Override
  public void make(TestServer server) {
    task = PolicyIT.start(server.running().client(), WORKFLOW);
    approval = PolicyIT.pending(server.running().client(), task);
  }

  @Override
  public void assertKept(TestServer server) {
    ApiClient api = server.running().client();
    assertThat(api.get("api/v1/tasks/" + task).json().path("status").asText()).isEqualTo("waiting");
    assertThat(PolicyIT.decide(api, task, approval, "approve").status()).isEqualTo(200);
    assertThat(PolicyIT.text(api, task)).isEqualTo("scanned");
    JsonNode call = PolicyIT.only(api, "task=" + task + "&action=tool.call");
    assertThat(call.path("details").path("rule")).isEqualTo(Json.tree("server.capabilities.read"));
  }
}
