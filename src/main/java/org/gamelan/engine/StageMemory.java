package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.memory.Memories;
import org.gamelan.memory.MemoryEntry;
import org.gamelan.memory.MemoryOwner;
import org.gamelan.memory.MemoryPlace;
import org.gamelan.memory.MemoryQuestion;
import org.gamelan.memory.Relevant;
import org.gamelan.provider.CallOrigin;
import org.gamelan.workflow.MemoryDefinition;
import org.gamelan.workflow.Values;

/**
 * What the stages of a task see of what is remembered. Nothing is read for tasks whose manifests
 * say nothing of memory; one query for each backend else.
 */
@ApplicationScoped
public class StageMemory {
  /** How many entries of one scope may be told to an agent. */
  private static final int CANDIDATES = 50;

  /** How many keys of one scope an expression sees. */
  private static final int KEYS = 100;

  /** How many words of a task its memory is searched by. */
  private static final int WORDS = 40;

  private final Memories memories;
  private final boolean vectors;

  protected StageMemory() {
    this(null);
  }

  @Inject
  StageMemory(Memories memories) {
    this(memories, true);
  }

  private StageMemory(Memories memories, boolean vectors) {
    this.memories = memories;
    this.vectors = vectors;
  }

  /** What may matter to a stage of an agent. */
  Relevant relevant(StageWork work, String agent) {
    RunState state = work.state();
    if (state.blueprint().memory() == null) {
      return Relevant.NOTHING;
    }
    RunState.Task task = state.task();
    CallOrigin origin =
        vectors
            ? new CallOrigin(
                task.id(), work.run().id(), work.stage().name(), agent, task.key(), Map.of())
            : null;
    MemoryQuestion question =
        new MemoryQuestion(task.title() + " " + task.description(), origin, work.timeout());
    return memories.relevant(MemoryScopes.of(state, agent).inOrder(), question, WORDS, CANDIDATES);
  }

  /** The same without any call of a model. */
  public StageMemory byWordsAlone() {
    return new StageMemory(memories, false);
  }

  /**
   * The task with the variable {@code memory} as expressions and prompts see it: the values of all
   * keys; of one key in several scopes that of the first. Without a question for it the task as it
   * is.
   */
  RunState remembering(RunState state, String agent) {
    MemoryDefinition definition = state.blueprint().memory();
    if (definition == null || !definition.asked()) {
      return state;
    }
    List<MemoryPlace> places = MemoryScopes.of(state, agent).inOrder();
    List<MemoryOwner> order = places.stream().map(MemoryPlace::owner).toList();
    Map<MemoryOwner, List<MemoryEntry>> found = new LinkedHashMap<>();
    for (MemoryEntry entry : memories.keyed(places, KEYS)) {
      found.computeIfAbsent(entry.owner(), owner -> new ArrayList<>()).add(entry);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (MemoryOwner owner : order) {
      found
          .getOrDefault(owner, List.of())
          .forEach(entry -> values.putIfAbsent(entry.key(), Values.of(entry.value())));
    }
    return state.remembering(Collections.unmodifiableMap(values));
  }
}
