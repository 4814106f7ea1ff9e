package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
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
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/** Checks what people want to decide in the place of definitions, all fields at once. */
@ApplicationScoped
public class OverrideChecks {
  static final int MAX_REASON = 500;
  private static final int MAX_INPUT_BYTES = 262_144;

  private static final Set<StageKind> TAKE_INPUT =
      EnumSet.of(
          StageKind.INPUT,
          StageKind.OUTPUT,
          StageKind.TOOL,
          StageKind.AGENT,
          StageKind.COMMITTEE,
          StageKind.SUPERVISOR);

  private final AgentRegistry agents;
  private final Models models;
  private final Definitions definitions;

  protected OverrideChecks() {
    this(null, null, null);
  }

  @Inject
  public OverrideChecks(AgentRegistry agents, Models models, Definitions definitions) {
    this.agents = agents;
    this.models = models;
    this.definitions = definitions;
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
      value(kind.get(), stage, draft.value(), task, blueprint, errors);
    }
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
      JsonNode value,
      Task task,
      Blueprint blueprint,
      List<FieldError> errors) {
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
    } else if (stage.kind() != StageKind.AGENT) {
      errors.add(
          new FieldError(
              "stage",
              "is of kind '%s'; agent and model can be put in the place of others where one agent"
                      .formatted(stage.kind().id())
                  + " works, in stages of kind 'agent'"));
    } else {
      (kind == Kind.AGENT
              ? agentFault(name, null)
                  .or(() -> definitions.refusal(task.pipeline(), blueprint, stage.name(), name))
              : modelFault(name))
          .ifPresent(fault -> errors.add(new FieldError("value", fault)));
    }
  }

  private static void input(
      StageDefinition stage, JsonNode value, Blueprint blueprint, List<FieldError> errors) {
    if (!TAKE_INPUT.contains(stage.kind())) {
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
