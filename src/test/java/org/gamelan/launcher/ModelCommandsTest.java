package org.gamelan.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Providers, models, usage and budgets from the command line, against a server that is told. */
class ModelCommandsTest extends CommandsTest {

  private static final String VALID =
      """
      {"id": "p1", "name": "acme", "kind": "openai", "status": "valid",
       "steps": [{"name": "models", "ok": true, "latencyMs": 12, "message": "3 models"}]}
      """;

  private JsonNode printed() throws IOException {
    return Api.JSON.readTree(out.toString());
  }

  @Test
  void anEmptyListIsAListInJsonAndAWordForPeople() {
    when("GET /providers?limit=500", "{\"items\": [], \"next\": null}");

    assertThat(run("provider", "list", "-o", "json")).isZero();
    assertThat(out.toString().strip()).isEqualTo("[]");
    assertThat(run("provider", "list")).isZero();
    assertThat(err.toString()).contains("There are none.");
  }

  @Test
  void longListsAreReadToTheirEnd() throws IOException {
    when("GET /models?limit=500", "{\"items\": [{\"name\": \"a\"}], \"next\": \"c1\"}");
    when("GET /models?limit=500&cursor=c1", "{\"items\": [{\"name\": \"b\"}], \"next\": null}");

    assertThat(run("model", "list", "-o", "json")).isZero();
    assertThat(printed().findValuesAsText("name")).containsExactly("a", "b");
  }

  @Test
  void keysComeFromTheStandardInput() {
    when("POST /providers", VALID);
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("sk-secret\n".getBytes(UTF_8)));
    try {
      assertThat(run("provider", "add", "acme", "--kind", "openai", "--api-key", "-")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(body(0).path("apiKey").asText()).isEqualTo("sk-secret");
    assertThat(out + err.toString()).doesNotContain("sk-secret");
  }

  @Test
  void aKeyAmongTheArgumentsIsWarnedOfAndAReferenceIsNot() {
    when("POST /providers", VALID);

    run("provider", "add", "acme", "--kind", "openai", "--api-key", "env:KEY");
    assertThat(err.toString()).isEmpty();
    run("provider", "add", "acme", "--kind", "openai", "--api-key", "sk-seen");
    assertThat(err.toString()).contains("other users of this machine").doesNotContain("sk-seen");
    assertThat(body(0).path("apiKey").asText()).isEqualTo("env:KEY");
  }

  @Test
  void aVariableThatIsNotThereIsWrongUsage() {
    int code =
        run("provider", "add", "acme", "--kind", "openai", "--api-key-env", "NO_SUCH_VARIABLE");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("NO_SUCH_VARIABLE");
    assertThat(asked).isEmpty();
  }

  @Test
  void validatingWaitsForTheOutcomeAndExitsAccordingly() {
    when("POST /providers/acme/validation", "{\"status\": \"validating\"}");
    when(
        "GET /providers/acme",
        "{\"status\": \"validating\", \"checkingSince\": \"2026-01-02T03:04:05Z\"}",
        "{\"status\": \"invalid\", \"statusDetail\": \"The key was refused.\", \"steps\": []}");

    assertThat(run("provider", "validate", "acme", "--call", "--wait")).isEqualTo(Client.FAILED);
    assertThat(body(0).path("call").asBoolean()).isTrue();
    assertThat(out.toString()).contains("invalid", "The key was refused.");
    when("GET /providers/acme", VALID);
    assertThat(run("provider", "validate", "acme", "--wait")).isZero();
    assertThat(out.toString()).contains("LATENCY MS", "3 models");
  }

  @Test
  void removingTellsWhetherItWasRetired() {
    when("DELETE /providers/acme", "");
    when("DELETE /providers/acme?force=true", VALID);

    assertThat(run("provider", "remove", "acme")).isZero();
    assertThat(err.toString()).contains("Removed acme.");
    assertThat(run("provider", "remove", "acme", "--force")).isZero();
    assertThat(err.toString()).contains("Retired acme");
  }

  @Test
  void modelsAreAddedWithEverythingThatIsKnownOfThem() {
    when("POST /models", "{\"name\": \"strong\", \"version\": 2}");

    assertThat(
            run(
                ("model add strong --provider acme --model large-1 --input-price 2.5"
                        + " --context-window 8000 --fallback fast,cheap --tokens-per-minute 900")
                    .split(" ")))
        .isZero();
    JsonNode body = body(0);
    assertThat(body.path("inputPrice").decimalValue()).isEqualByComparingTo("2.5");
    assertThat(body.path("contextWindow").asInt()).isEqualTo(8000);
    assertThat(body.path("fallbacks")).hasSize(2);
    assertThat(body.path("capabilities").isNull()).isTrue();
    assertThat(body.path("limits").path("tokensPerMinute").asInt()).isEqualTo(900);
  }

  @Test
  void importsTellWhatWasLeftOut() {
    when(
        "POST /providers/acme/models/import",
        """
        {"created": [{"name": "small", "version": 1}],
         "skipped": [{"model": "large", "reason": "has the alias 'big' already"}]}
        """);

    assertThat(run("model", "import", "acme", "small-1", "large")).isZero();
    assertThat(body(0).path("models")).hasSize(2);
    assertThat(out.toString()).contains("small");
    assertThat(err.toString()).contains("Left out large: it has the alias 'big' already.");
  }

  @Test
  void usageIsToldBySeveralThings() {
    when(
        "GET /usage?groupBy=agent%2Cday&from=2026-01-01&limit=500",
        """
        {"items": [{"day": "2026-01-02", "agent": "planner", "calls": 3, "failures": 1,
          "tokens": {"input": 12, "output": 7}, "cost": 0.25, "averageMs": 90}], "next": null}
        """);

    assertThat(run("usage", "--by", "agent,day", "--from", "2026-01-01")).isZero();
    assertThat(out.toString()).contains("AGENT", "TOKENS INPUT", "planner", "0.25");
  }

  @Test
  void budgetsShowWhatIsSpentOfThem() {
    when(
        "GET /budgets?limit=500",
        """
        {"items": [{"name": "daily", "scope": "all", "unit": "cost", "amount": 5,
          "accounts": [{"subject": "*", "spent": 1.25, "reserved": 0}]}], "next": null}
        """);
    when("DELETE /budgets/daily", "");

    assertThat(run("budget", "list")).isZero();
    assertThat(out.toString()).contains("SPENT", "1.25");
    assertThat(run("budget", "remove", "daily")).isZero();
    assertThat(asked).contains("DELETE /budgets/daily");
  }

  @Test
  void aModelInUseIsRemovedOnDemand() {
    when("DELETE /models/fast", "");
    when("DELETE /models/fast?force=true", "");

    assertThat(run("model", "remove", "fast")).isZero();
    assertThat(run("model", "remove", "fast", "--force")).isZero();
    assertThat(asked).containsExactly("DELETE /models/fast", "DELETE /models/fast?force=true");
    assertThat(err.toString()).contains("Removed fast.");
  }

  @Test
  void whatTheServerRefusesIsToldAndFails() {
    assertThat(run("model", "show", "nothing")).isEqualTo(Client.FAILED);
    assertThat(err.toString()).contains("No such thing");
    assertThat(out.toString()).isEmpty();
  }
}
