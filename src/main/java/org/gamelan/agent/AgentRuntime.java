package org.gamelan.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.JsonSchema;
import org.gamelan.json.SchemaCache;
import org.gamelan.manifest.Templates;
import org.gamelan.platform.Span;
import org.gamelan.platform.Spans;
import org.gamelan.provider.Models;

/**
 * Lets an agent take its turn: fills its prompt in, calls its model, lets it use its tools and
 * makes its answer fit the schema. Works on the caller's thread and holds nothing while a model
 * thinks.
 */
@ApplicationScoped
public class AgentRuntime {
  private final Models models;
  private final ToolDoor tools;
  private final Clock clock;
  private final Templates templates = new Templates();

  protected AgentRuntime() {
    this(null, null, null);
  }

  @Inject
  public AgentRuntime(Models models, ToolDoor tools, Clock clock) {
    this.models = models;
    this.tools = tools;
    this.clock = clock;
  }

  /**
   * Takes one turn. Never call it while holding a connection, a transaction or a lock. Interrupting
   * the thread ends it promptly with a failure of kind {@code cancelled}.
   *
   * @throws InvalidOutputException when no rung made the answer fit
   * @throws org.gamelan.provider.ModelCallException when the model could not be called
   * @throws org.gamelan.failure.GamelanException of kind {@code bad-expression} for a prompt that
   *     cannot be filled in, {@code timeout} when the time is over, {@code exhausted} when the
   *     agent asks for tools without end
   */
  public AgentAnswer run(AgentCall call) {
    return run(call, null);
  }

  /** Whether the message of a rung tells that an answer was cut off at its limit. */
  public static boolean isCutOff(String message) {
    return Verdict.CUT_OFF.message().equals(message);
  }

  /**
   * Takes one turn like {@link #run(AgentCall)}, and shows it while it goes on.
   *
   * @param watch sees what is said and called, or null
   */
  AgentAnswer run(AgentCall call, TurnWatch watch) {
    String prompt = call.agent().prompt() == null ? "" : call.agent().prompt();
    String system = templates.render(prompt, call.origin().variables());
    JsonSchema schema = call.outputSchema() == null ? null : SchemaCache.of(call.outputSchema());
    try (Span span = Spans.begin("invoke_agent " + call.agent().name())) {
      AgentAnswer answer = take(new Turn(call, system, schema, models, tools, clock, watch), span);
      span.with("gen_ai.operation.name", "invoke_agent")
          .with("gen_ai.agent.name", call.agent().name())
          .with("gen_ai.agent.version", String.valueOf(call.agent().version()))
          .with("gen_ai.response.model", answer.model())
          .with("gen_ai.usage.input_tokens", answer.tokens().input())
          .with("gen_ai.usage.output_tokens", answer.tokens().output());
      return answer;
    }
  }

  private static AgentAnswer take(Turn turn, Span span) {
    try {
      return turn.take();
    } catch (GamelanException e) {
      throw span.failed(e.kind().id(), e);
    }
  }
}
