package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.failure.FieldError;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;

class AgentFieldsTest {
  private static final AgentDefinition REVIEWER =
      AgentBuilder.named("reviewer")
          .withDescription("Checks")
          .withRole("reviewer")
          .withPrompt("Look at {{ task.title }}\nwell.")
          .withModel("fast")
          .withTemperature(0.5)
          .withMaxOutputTokens(300)
          .withTools("files.read")
          .withSkills("java", "xml")
          .withInputSchema(Json.parse("{\"type\": \"object\"}"))
          .withComplexity(2, 7)
          .withCapacity(3)
          .withFallback("checker")
          .withEnabled(false)
          .build();

  private final List<FieldError> faults = new ArrayList<>();

  @Test
  void whatIsShownIsSavedAgainUnchanged() {
    AgentDefinition again = AgentFields.of(REVIEWER).draft("reviewer", faults).build();
    assertThat(again).isEqualTo(REVIEWER);
    assertThat(faults).isEmpty();
  }

  @Test
  void defaultModelIsNotWrittenDown() {
    AgentFields fields = new AgentFields();
    assertThat(fields.getModel()).isEqualTo("default");
    assertThat(fields.draft("a", faults).build().model()).isNull();
  }

  @Test
  void everyFaultIsToldAtOnce() {
    AgentFields fields = new AgentFields();
    fields.setTemperature("hot");
    fields.setCapacity("many");
    fields.setSeed("99999999999");
    fields.setInputSchema("{");
    fields.draft("a", faults);
    assertThat(faults)
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder(
            "parameters.temperature", "capacity", "parameters.seed", "inputSchema");
  }

  @Test
  void linesOfBrowsersAndEmptyWordsAreTidied() {
    AgentFields fields = new AgentFields();
    fields.setPrompt("a\r\nb");
    fields.setSkills("java, , xml ,");
    AgentDefinition agent = fields.draft("a", faults).build();
    assertThat(agent.prompt()).isEqualTo("a\nb");
    assertThat(agent.skills()).containsExactly("java", "xml");
  }

  @Test
  void parametersAreSaidInOneLine() {
    assertThat(AgentFields.describe(REVIEWER.parameters()))
        .isEqualTo("temperature 0.5, at most tokens 300");
  }
}
