package org.gamelan.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.manifest.TemplateFault;

/** Shows what a model would be told, without telling it. */
@ApplicationScoped
public class Previews {
  private final Assignments assignments;

  protected Previews() {
    this(null);
  }

  @Inject
  public Previews(Assignments assignments) {
    this.assignments = assignments;
  }

  /**
   * A prompt.
   *
   * @param prompt the user message
   * @param memory the memory it was made with
   */
  public record Preview(String prompt, JsonNode memory) {}

  /**
   * The prompt of a config for an input.
   *
   * @param assignment whose memory is seen, or null for that of an instance before its first run
   * @throws InvalidInputException when the input does not fit, or the template cannot be filled in
   */
  public Preview of(TaskConfigView config, JsonNode input, UUID assignment) {
    List<FieldError> faults = Conformity.faults("input", config.inputSchema(), input);
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    JsonNode memory =
        assignment == null
            ? InstanceMemory.empty()
            : assignments.seatAt(config, null, assignment).memory();
    return new Preview(render(config, input, memory), memory);
  }

  private static String render(TaskConfigView config, JsonNode input, JsonNode memory) {
    Map<String, ?> variables =
        Prompts.variables(config.name(), config.description(), input, memory);
    Optional<TemplateFault> fault = Prompts.findFault(config.promptTemplate(), variables);
    if (fault.isPresent()) {
      throw new InvalidInputException("promptTemplate", fault.get().toString());
    }
    return Prompts.render(config.promptTemplate(), variables);
  }
}
