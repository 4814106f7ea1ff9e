package org.gamelan.engine.memory;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.manifest.Units;
import org.gamelan.memory.Memories;
import org.gamelan.memory.MemoryDraft;
import org.gamelan.memory.MemoryEntry;
import org.gamelan.memory.MemoryPlace;
import org.gamelan.memory.MemoryScope;
import org.gamelan.memory.MemorySource;
import org.gamelan.platform.Ids;
import org.gamelan.policy.Capability;
import org.gamelan.policy.ToolNeeds;
import org.gamelan.tool.Tool;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;
import org.gamelan.workflow.MemoryDefinition;

/**
 * Keeps something in mind for later. Doing it twice within one stage run is the same as doing it
 * once: a key has one value, and a note's id is made of its run, its agent and what it says.
 */
@Dependent
public class RememberTool implements Tool {
  static final String NAME = "memory.remember";

  private static final ToolDefinition DEFINITION =
      new ToolDefinition(
          NAME,
          "Keeps something in mind for later: a note, or under a key a value that takes the place"
              + " of what was kept under it",
          Json.parse(
              """
              {"type": "object", "additionalProperties": false, "required": ["value"],
               "properties": {
                 "value": {"description": "What to remember: a text or a JSON document"},
                 "key": {"type": "string", "minLength": 1, "maxLength": 100,
                         "description": "Under which it is found; leave out for a note"},
                 "scope": {"enum": ["task", "agent", "project", "global"],
                           "description": "For this task, for you in all tasks, for all tasks on the same files, or for everything; left out: agent, in a stage without an agent task"},
                 "tags": {"type": "array", "maxItems": 20,
                          "items": {"type": "string", "minLength": 1, "maxLength": 50}},
                 "keep": {"type": "string", "pattern": "^[0-9]{1,6} ?(m|h|d)$",
                          "description": "After how long it is forgotten, such as 12h or 30d; left out: as the workflow says"}
               }}
              """),
          ToolEffect.IDEMPOTENT,
          Set.of(),
          ToolNeeds.WORKSPACE);

  /** What others read later is written, like a file that others read. */
  private static final ToolDefinition FOR_OTHERS =
      new ToolDefinition(
          NAME,
          DEFINITION.description(),
          DEFINITION.inputSchema(),
          ToolEffect.IDEMPOTENT,
          Set.of(Capability.WRITE.id()));

  private static final Set<MemoryScope> OTHERS =
      EnumSet.of(MemoryScope.PROJECT, MemoryScope.GLOBAL);

  private final Memories memories;
  private final TaskMemory tasks;
  private final Clock clock;

  @Inject
  RememberTool(Memories memories, TaskMemory tasks, Clock clock) {
    this.memories = memories;
    this.tasks = tasks;
    this.clock = clock;
  }

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public ToolDefinition definition(JsonNode arguments) {
    return MemoryScope.find(arguments.path("scope").asText()).filter(OTHERS::contains).isPresent()
        ? FOR_OTHERS
        : DEFINITION;
  }

  @Override
  public JsonNode call(JsonNode arguments, ToolContext context) {
    if (context.task() == null) {
      throw new GamelanException(
          FailureKind.TOOL, "Nothing is remembered outside of a task; make one.");
    }
    TaskMemory.Sight sight = tasks.of(context);
    MemoryScope scope = scope(arguments, context);
    MemoryPlace place = sight.require(scope);
    MemorySource source = new MemorySource(context.task(), sight.stage(), context.agent(), null);
    MemoryDraft draft =
        new MemoryDraft(
            arguments.path("key").asText(null),
            arguments.get("value"),
            tags(arguments),
            expiry(arguments, sight.scopes().definition(), scope));
    MemoryEntry entry = remember(id(arguments, place, context), place, draft, source);
    return Json.object()
        .put("id", entry.id().toString())
        .put("scope", scope.id())
        .put("key", entry.key())
        .put("replaced", entry.key() != null && entry.version() > 0);
  }

  private MemoryEntry remember(UUID id, MemoryPlace place, MemoryDraft draft, MemorySource source) {
    try {
      return memories.remember(id, place, draft, source);
    } catch (ConflictException e) {
      throw new GamelanException(FailureKind.TOOL, e.getMessage(), e);
    }
  }

  private static MemoryScope scope(JsonNode arguments, ToolContext context) {
    MemoryScope byDefault = context.agent() == null ? MemoryScope.TASK : MemoryScope.AGENT;
    return MemoryScope.find(arguments.path("scope").asText()).orElse(byDefault);
  }

  /** The same for a call that a resumed stage makes again. */
  static UUID id(JsonNode arguments, MemoryPlace place, ToolContext context) {
    return arguments.has("key")
        ? Ids.next()
        : Ids.named(
            "memory entry",
            String.join(
                " ",
                "" + context.stageRun(),
                "" + context.agent(),
                place.owner().scope().id(),
                Json.canonical(arguments)));
  }

  private static List<String> tags(JsonNode arguments) {
    List<String> tags = new ArrayList<>();
    arguments.path("tags").forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  /** What the agent wishes, but not longer than the workflow allows. */
  private Instant expiry(JsonNode arguments, MemoryDefinition definition, MemoryScope scope) {
    Duration most = definition.scope(scope.id()).map(MemoryDefinition.Scope::keep).orElse(null);
    Optional<Duration> wish = Units.duration(arguments.path("keep").asText());
    Duration keep =
        wish.isPresent() && (most == null || wish.get().compareTo(most) < 0) ? wish.get() : most;
    return keep == null ? null : clock.instant().plus(keep);
  }
}
