package org.gamelan.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.gamelan.event.EventsAppended;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/**
 * All agents there are: one immutable snapshot, swapped whole, then announced. It is put together
 * of what discovery found and of what administrators decided; theirs stands in front. Looking up
 * takes no lock.
 */
@ApplicationScoped
public class AgentRegistry {
  private final AgentVersions versions;
  private final Consumer<AgentsReloaded> announce;
  private volatile Snapshot snapshot = Snapshot.of(Map.of(), Set.of());
  private final AtomicLong generation = new AtomicLong();
  private Collection<FoundAgent> found = List.of();
  private AdminLayer admin = AdminLayer.EMPTY;
  private volatile boolean complete;

  /** Agents by name, their names by id, and those that are no part of Gamelan itself. */
  private record Snapshot(
      Map<String, AgentEntry> agents,
      Map<UUID, String> names,
      boolean hasRetiring,
      List<AgentEntry> assignable) {
    static Snapshot of(Map<String, AgentEntry> agents, Set<String> builtIn) {
      Map<UUID, String> names = new HashMap<>();
      agents.values().forEach(entry -> names.put(entry.id(), entry.name()));
      return new Snapshot(
          java.util.Collections.unmodifiableMap(agents),
          names,
          agents.values().stream().anyMatch(AgentEntry::retiring),
          agents.values().stream().filter(entry -> !builtIn.contains(entry.name())).toList());
    }
  }

  protected AgentRegistry() {
    this(null, (Consumer<AgentsReloaded>) null);
  }

  @Inject
  public AgentRegistry(
      AgentVersions versions, Event<AgentsReloaded> reloaded, Event<EventsAppended> appended) {
    this(
        versions,
        news -> {
          reloaded.fire(news);
          appended.fire(new EventsAppended());
        });
  }

  /** Announces to anything. */
  public AgentRegistry(AgentVersions versions, Consumer<AgentsReloaded> announce) {
    this.versions = versions;
    this.announce = announce;
  }

  /** Grows whenever there may be other agents; what was made of them before has to be made anew. */
  public long generation() {
    return generation.get();
  }

  public Optional<AgentDefinition> find(String name) {
    return findEntry(name).map(AgentEntry::definition);
  }

  /** The agent of this name with its state. */
  public Optional<AgentEntry> findEntry(String name) {
    return Optional.ofNullable(snapshot.agents().get(name));
  }

  /** The agent that somebody named by its name or its id. */
  public Optional<AgentEntry> resolve(String idOrName) {
    Snapshot now = snapshot;
    AgentEntry named = now.agents().get(idOrName);
    if (named != null) {
      return Optional.of(named);
    }
    return id(idOrName).map(now.names()::get).map(now.agents()::get);
  }

  /** What somebody may have meant as an id. */
  static Optional<UUID> id(String text) {
    try {
      return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      // A name may be as long as an id.
      return Optional.empty();
    }
  }

  /** All agents, by name. */
  public List<AgentDefinition> list() {
    return entries().stream().map(AgentEntry::definition).toList();
  }

  /** All agents with their states, by name. */
  public List<AgentEntry> entries() {
    return List.copyOf(snapshot.agents().values());
  }

  /** The names of all agents. */
  public Set<String> names() {
    return snapshot.agents().keySet();
  }

  /**
   * Those that tasks are given to which name no agent: what operators and administrators defined.
   * What comes with Gamelan has its own work, in workflows or by its name.
   */
  public List<AgentEntry> assignable() {
    return snapshot.assignable();
  }

  /** Whether discovery has had its first say; before that, an agent may only seem to be gone. */
  public boolean isComplete() {
    return complete;
  }

  /** Whether one of them waits for its last task to end. */
  public boolean hasRetiring() {
    return snapshot.hasRetiring();
  }

  /**
   * Puts what discovery found in the place of what it had found before. An agent that differs from
   * its predecessor gets the next version; one that does not keeps its own.
   *
   * @throws GamelanException when two have the same name; nothing is changed then
   */
  public synchronized void replaceFound(Collection<FoundAgent> agents) {
    Set<String> names = new TreeSet<>();
    for (FoundAgent agent : agents) {
      if (!names.add(agent.definition().name())) {
        throw new GamelanException(
            FailureKind.INVALID_INPUT,
            "There are two agents named '" + agent.definition().name() + "'.");
      }
    }
    swap(List.copyOf(agents), admin, complete);
    // What is there when the server starts is no news.
    complete = true;
  }

  /** Puts what administrators decided in the place of what they had decided before. */
  synchronized void replaceAdmin(AdminLayer layer) {
    swap(found, layer, complete);
  }

  private void swap(Collection<FoundAgent> newFound, AdminLayer newAdmin, boolean tell) {
    Map<String, AgentEntry> before = snapshot.agents();
    Map<String, AgentEntry> after = compose(newFound, newAdmin);
    Set<String> gone = new TreeSet<>(before.keySet());
    gone.removeAll(after.keySet());
    Map<String, Integer> numbers =
        versions.number(
            after.values().stream().map(AgentEntry::definition).toList(),
            // Who removes an agent of an administrator tells it with the removal.
            newAdmin.equals(admin) ? gone : Set.of(),
            tell);
    Set<String> changed = new TreeSet<>();
    after.replaceAll(
        (name, entry) -> {
          AgentEntry numbered = numbered(entry, numbers.get(name));
          if (numbered.differsFrom(before.get(name))) {
            changed.add(name);
          }
          return numbered;
        });
    found = newFound;
    admin = newAdmin;
    snapshot = Snapshot.of(after, builtIn(newFound, newAdmin));
    generation.incrementAndGet();
    if (!changed.isEmpty() || !gone.isEmpty()) {
      announce.accept(new AgentsReloaded(changed, gone));
    }
  }

  private static Set<String> builtIn(Collection<FoundAgent> found, AdminLayer admin) {
    Set<String> names = new TreeSet<>();
    found.stream()
        .filter(FoundAgent::builtIn)
        .map(agent -> agent.definition().name())
        .filter(name -> !admin.agents().containsKey(name))
        .forEach(names::add);
    return names;
  }

  private static AgentEntry numbered(AgentEntry entry, int number) {
    return new AgentEntry(
        entry.id(),
        entry.definition().withVersion(number),
        entry.enabled(),
        entry.retiring(),
        entry.shadows());
  }

  private static Map<String, AgentEntry> compose(Collection<FoundAgent> found, AdminLayer admin) {
    Map<String, AgentEntry> all = new TreeMap<>();
    Map<String, FoundAgent> behind = new HashMap<>();
    for (FoundAgent agent : found) {
      AgentDefinition definition = agent.definition();
      behind.put(definition.name(), agent);
      all.put(definition.name(), entry(definition, false, agent.shadows(), admin));
    }
    admin
        .agents()
        .forEach(
            (name, agent) -> {
              List<AgentOrigin> shadows = new ArrayList<>();
              FoundAgent other = behind.get(name);
              if (other != null) {
                shadows.add(AgentOrigin.of(other.definition()));
                shadows.addAll(other.shadows());
              }
              all.put(name, entry(agent.definition(), agent.retiring(), shadows, admin));
            });
    return all;
  }

  private static AgentEntry entry(
      AgentDefinition definition, boolean retiring, List<AgentOrigin> shadows, AdminLayer admin) {
    boolean enabled = admin.switches().getOrDefault(definition.name(), definition.enabled());
    return new AgentEntry(
        AgentEntry.idOf(definition.name()), definition, enabled, retiring, shadows);
  }

  /** Whether a name belongs to an agent of an operator's file or settings. */
  synchronized Optional<FoundAgent> findOfOperator(String name) {
    return found.stream()
        .filter(agent -> !agent.builtIn() && agent.definition().name().equals(name))
        .findFirst();
  }
}
