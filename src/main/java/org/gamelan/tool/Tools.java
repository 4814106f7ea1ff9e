package org.gamelan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.gamelan.audit.AuditWriter;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.json.Violation;
import org.gamelan.platform.Span;
import org.gamelan.platform.Spans;
import org.gamelan.policy.PolicyDecision;
import org.gamelan.policy.ServerPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All tools by name, and the one way to call them: policy has to let the call through, arguments
 * are checked against the tool's schema, the call may take only so long and answer only so much,
 * and each one is logged.
 */
@ApplicationScoped
public class Tools {
  private static final Logger LOG = LoggerFactory.getLogger(Tools.class);
  private static final int DEFAULT_RESULT_CHARS = 1_000_000;
  private static final int LONGEST_NAME = 100;

  private Map<String, Known> tools;
  private ToolPool pool;
  private int mostChars;
  private ToolGate gate;
  private volatile Map<String, ToolSettings> settings = Map.of();

  private record Known(Tool tool, ToolDefinition definition, JsonSchema arguments) {}

  /** For the container's proxies. */
  protected Tools() {}

  /** Reads {@code gamelan.tools.result-chars}: how long a tool's answer may be, as JSON text. */
  @Inject
  public Tools(@Any Instance<Tool> tools, ToolPool pool, Config config, AuditWriter audit) {
    this(
        tools,
        pool,
        config
            .getOptionalValue("gamelan.tools.result-chars", Integer.class)
            .orElse(DEFAULT_RESULT_CHARS),
        ServerPolicy.from(config),
        audit);
  }

  Tools(
      Iterable<Tool> tools, ToolPool pool, int mostChars, ServerPolicy server, AuditWriter audit) {
    this.tools =
        StreamSupport.stream(tools.spliterator(), false)
            .map(Tools::known)
            .collect(
                Collectors.toMap(
                    known -> known.definition().name(),
                    known -> known,
                    Tools::refuseSecond,
                    TreeMap::new));
    this.pool = pool;
    this.mostChars = mostChars;
    this.gate = new ToolGate(server, audit);
  }

  /** What is known of the tool of this name, with the operator's settings. */
  public Optional<ToolDefinition> find(String name) {
    return Optional.ofNullable(tools.get(name)).map(this::effective);
  }

  /** What is known of every tool, with the operator's settings, in the order of their names. */
  public List<ToolDefinition> list() {
    return tools.values().stream().map(this::effective).toList();
  }

  /** What operators say of a tool. */
  public ToolSettings settings(String name) {
    return settings.getOrDefault(name, ToolSettings.NONE);
  }

  /** Puts other settings of operators in force, for all tools at once. */
  public void use(Map<String, ToolSettings> ofOperators) {
    settings = Map.copyOf(ofOperators);
  }

  private ToolDefinition effective(Known known) {
    return settings(known.definition().name()).applyTo(known.definition());
  }

  /**
   * What policy would say to a call, without anything being called or told.
   *
   * @throws NotFoundException when there is no such tool
   */
  public PolicyDecision decide(String name, ToolSite site) {
    ToolDefinition tool = find(name).orElseThrow(() -> new NotFoundException("tool", name));
    return gate.decide(tool, settings(name), site);
  }

  /**
   * What is wrong with arguments.
   *
   * @throws NotFoundException when there is no such tool
   */
  public List<Violation> violations(String name, JsonNode arguments) {
    return Optional.ofNullable(tools.get(name))
        .orElseThrow(() -> new NotFoundException("tool", name))
        .arguments()
        .validate(arguments);
  }

  /**
   * Keeps account of a call that an agent may not make, whatever policy says, and that did not
   * happen.
   *
   * @param rule the rule that decided
   */
  public void refused(
      String name, JsonNode arguments, ToolContext context, String rule, String reason) {
    JsonNode given = arguments == null ? Json.object() : arguments;
    LOG.info("Tool {} refused to {}: {}", shown(name), context.site().actor(), rule);
    gate.refuse(shown(name), given, context, rule, reason);
  }

  /**
   * Calls a tool.
   *
   * @param arguments a JSON object; null stands for an empty one
   * @throws GamelanException of kind {@code tool} when there is no such tool, the arguments do not
   *     fit, it cannot do it or answers too much; {@code timeout} when it takes too long; {@code
   *     not-permitted} when it may not. The message is meant for the model and for people.
   * @throws ConsentNeededException when a person has to be asked first
   */
  public JsonNode call(String name, JsonNode arguments, ToolContext context) {
    try (Span span = Spans.begin("execute_tool " + shown(name))) {
      span.with("gen_ai.operation.name", "execute_tool")
          .with("gen_ai.tool.name", shown(name))
          .with("gen_ai.agent.name", context.agent());
      try {
        return measured(name, arguments, context);
      } catch (GamelanException e) {
        throw span.failed(e.kind().id(), e);
      }
    }
  }

  private JsonNode measured(String name, JsonNode arguments, ToolContext context) {
    Known known = require(name);
    JsonNode given = arguments == null || arguments.isNull() ? Json.object() : arguments;
    ToolSettings limits = settings(name);
    ToolDefinition called = limits.applyTo(known.tool().definition(given));
    gate.pass(called, limits, given, context, () -> check(known, given));
    Duration most =
        limits
            .time()
            .filter(limit -> limit.compareTo(context.timeout()) < 0)
            .orElse(context.timeout());
    ToolContext limited =
        new ToolContext(
            context.task(),
            context.stageRun(),
            context.agent(),
            context.source(),
            most,
            context.site());
    long started = System.nanoTime();
    String outcome = "failed";
    try {
      JsonNode answer = pool.call(name, most, () -> known.tool().call(given, limited));
      int chars = checkSize(name, answer, limits);
      outcome = "answered " + chars + " characters";
      return answer;
    } catch (GamelanException e) {
      outcome = "failed: " + e.kind().id();
      throw e.kind() == FailureKind.INVALID_INPUT
          ? new GamelanException(FailureKind.TOOL, e.getMessage(), e)
          : e;
    } finally {
      LOG.info(
          "Tool {} {} after {} ms (task {}, stage run {}, agent {})",
          name,
          outcome,
          (System.nanoTime() - started) / 1_000_000,
          context.task(),
          context.stageRun(),
          context.agent());
    }
  }

  private Known require(String name) {
    Known known = tools.get(name);
    if (known == null) {
      throw new GamelanException(
          FailureKind.TOOL,
          "There is no tool '"
              + shown(name)
              + "'."
              + Suggestion.among(tools.keySet(), shown(name)));
    }
    return known;
  }

  /** A model may have invented the name, at any length. */
  private static String shown(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }

  private static void check(Known known, JsonNode arguments) {
    List<Violation> violations = known.arguments().validate(arguments);
    if (!violations.isEmpty()) {
      throw new GamelanException(
          FailureKind.TOOL,
          "The arguments of "
              + known.definition().name()
              + " do not fit: "
              + violations.stream().map(Violation::toString).collect(Collectors.joining("; "))
              + ".");
    }
  }

  private int checkSize(String name, JsonNode answer, ToolSettings limits) {
    int chars = Json.write(answer).length();
    long most = Math.min(mostChars, limits.bytes().orElse((long) mostChars));
    if (chars > most) {
      throw new GamelanException(
          FailureKind.TOOL,
          "The tool "
              + name
              + " answered "
              + chars
              + " characters, more than the limit of "
              + most
              + ". Ask for less.");
    }
    return chars;
  }

  private static Known known(Tool tool) {
    ToolDefinition definition = tool.definition();
    return new Known(tool, definition, JsonSchema.compile(definition.inputSchema()));
  }

  private static Known refuseSecond(Known first, Known second) {
    throw new IllegalStateException(
        "Two tools are named " + first.definition().name() + ": rename one of them");
  }
}
