package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.Jumps;
import org.gamelan.engine.TaskOverride.Kind;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.Json;
import org.gamelan.json.SchemaCache;
import org.gamelan.json.Violation;
import org.gamelan.provider.Models;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/** Checks what people want to decide in the place of definitions, all fields at once. */
@ApplicationScoped
public class OverrideChecks {
  static final int MAX_REASON = 500;
  private static final int MAX_INPUT_BYTES = 262_144;

  private static final Duration LONGEST = Duration.ofDays(366);

  private final AgentRegistry agents;
  private final Models models;
  private final Definitions definitions;
  private final Clock clock;

  protected OverrideChecks() {
    this(null, null, null, null);
  }

  @Inject
  public OverrideChecks(AgentRegistry agents, Models models, Definitions definitions, Clock clock) {
    this.agents = agents;
    this.models = models;
    this.definitions = definitions;
    this.clock = clock;
  }

  /**
   * The kind that is meant, when everything fits the task.
   *
   * @throws InvalidInputException naming every field that does not
   */
  Kind check(OverrideDraft draft, Task task, Blueprint blueprint) {
    List<FieldError> errors = new ArrayList<>();
    reason(draft.reason(), errors);
    Optional<Kind> kind = Optional.ofNullable(draft.kind()).flatMap(Kind::find);
    if (kind.isEmpty()) {
      errors.add(new FieldError("kind", "has to be agent, model, next or input"));
    }
    StageDefinition stage = stage(draft, blueprint, errors);
    if (draft.value() == null || draft.value().isNull()) {
      errors.add(new FieldError("value", "is missing; say what is put in its place"));
    } else if (kind.isPresent() && stage != null) {
      value(kind.get(), stage, draft, task, blueprint, errors);
    }
    expires(draft.expiresAt(), errors);
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    return kind.orElseThrow();
  }

  static void reason(String reason, List<FieldError> errors) {
    if (reason == null || reason.isBlank()) {
      errors.add(new FieldError("reason", "is missing; others will want to know why"));
    } else if (reason.length() > MAX_REASON || reason.indexOf('\0') >= 0) {
      errors.add(
          new FieldError("reason", "has at most " + MAX_REASON + " characters and no U+0000"));
    }
  }

  /** Whom it is about, where there are several. */
  private static void member(
      Kind kind, StageDefinition stage, String agent, List<FieldError> errors) {
    boolean ofWorkers = kind == Kind.AGENT || kind == Kind.MODEL;
    if (agent != null && !(ofWorkers && stage.isOfTeam())) {
      errors.add(
          new FieldError(
              "agent", "has a meaning only for agents and models where several agents work"));
    } else if (agent != null && !stage.agents().contains(agent)) {
      errors.add(
          new FieldError(
              "agent",
              "does not work in this stage; there are " + Suggestions.list(stage.agents())));
    } else if (agent == null && kind == Kind.AGENT && stage.isOfTeam()) {
      errors.add(
          new FieldError(
              "agent", "is missing; say in whose place: " + Suggestions.list(stage.agents())));
    }
  }

  private void expires(Instant expiresAt, List<FieldError> errors) {
    Instant now = clock.instant();
    if (expiresAt != null && (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST)))) {
      errors.add(
          new FieldError(
              "expiresAt", "has to lie ahead, by a year at most; left out: until the task ends"));
    }
  }

  private static StageDefinition stage(
      OverrideDraft draft, Blueprint blueprint, List<FieldError> errors) {
    StageDefinition stage = draft.stage() == null ? null : blueprint.stages().get(draft.stage());
    if (stage == null) {
      errors.add(
          new FieldError(
              "stage",
              "is no stage of this task; it has " + Suggestions.list(blueprint.stages().keySet())));
    }
    return stage;
  }

  private void value(
      Kind kind,
      StageDefinition stage,
      OverrideDraft draft,
      Task task,
      Blueprint blueprint,
      List<FieldError> errors) {
    JsonNode value = draft.value();
    member(kind, stage, draft.agent(), errors);
    if (kind == Kind.INPUT) {
      input(stage, value, blueprint, errors);
      return;
    }
    if (!value.isTextual()) {
      errors.add(new FieldError("value", "has to be a name"));
      return;
    }
    String name = value.textValue();
    if (kind == Kind.NEXT) {
      new Jumps(blueprint)
          .fault(stage.name(), name)
          .ifPresent(fault -> errors.add(new FieldError("value", "cannot be next: " + fault)));
    } else if (stage.kind() != StageKind.AGENT && !stage.isOfTeam()) {
      errors.add(
          new FieldError(
              "stage",
              "is of kind '%s'; agent and model can be put in the place of others where agents"
                      .formatted(stage.kind().id())
                  + " work, in stages of kind 'agent', 'committee' and 'supervisor'"));
    } else if (kind == Kind.AGENT && stage.isOfTeam() && stage.agents().contains(name)) {
      errors.add(new FieldError("value", "is in the team of this stage already"));
    } else {
      (kind == Kind.AGENT
              ? agentFault(name, null)
                  .or(() -> definitions.refusal(task.pipeline(), blueprint, stage.name(), name))
              : modelFault(name))
          .ifPresent(fault -> errors.add(new FieldError("value", fault)));
    }
  }

  static void input(
      StageDefinition stage, JsonNode value, Blueprint blueprint, List<FieldError> errors) {
    if (!stage.kind().takesInput()) {
      errors.add(
          new FieldError("stage", "is of kind '" + stage.kind().id() + "', which takes no input"));
    } else if (!value.isObject()) {
      errors.add(new FieldError("value", "has to be a JSON object"));
    } else if (Json.write(value).getBytes(StandardCharsets.UTF_8).length > MAX_INPUT_BYTES) {
      errors.add(new FieldError("value", "has more than " + MAX_INPUT_BYTES + " bytes"));
    } else if (stage.kind() == StageKind.INPUT) {
      String schema = stage.inputSchema() == null ? stage.outputSchema() : stage.inputSchema();
      if (schema != null) {
        for (Violation found : SchemaCache.of(blueprint.schemas().get(schema)).validate(value)) {
          errors.add(new FieldError("value" + found.path(), found.message()));
        }
      }
    } else if (stage.kind() == StageKind.TOOL || stage.kind() == StageKind.OUTPUT) {
      Expressions.findFaults(value)
          .forEach((path, fault) -> errors.add(new FieldError("value" + path, fault)));
    }
  }

  Set<String> agentNames() {
    return agents.names();
  }

  /**
   * Why an agent cannot be put to work.
   *
   * @param pipeline the pipeline that has to allow it, or null
   */
  Optional<String> agentFault(String name, String pipeline) {
    Optional<AgentEntry> entry = agents.findEntry(name);
    if (entry.isEmpty()) {
      return Optional.of(
          "there is no agent '" + name + "'; known: " + Suggestions.list(agents.names()));
    }
    return entry.get().refusal().or(() -> definitions.refusal(pipeline, name));
  }

  /** Why a model cannot be asked. */
  Optional<String> modelFault(String name) {
    return models.find(name).isPresent()
        ? Optional.empty()
        : Optional.of("there is no model '" + name + "'; make the alias first");
  }
}
