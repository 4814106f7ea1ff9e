package org.gamelan.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;

/** Counts versions in the database, for all nodes and across restarts. */
@ApplicationScoped
public class StoredVersions implements AgentVersions {
  private final Database database;

  protected StoredVersions() {
    this(null);
  }

  @Inject
  public StoredVersions(Database database) {
    this.database = database;
  }

  @Override
  public Map<String, Integer> number(
      Collection<AgentDefinition> definitions, Set<String> gone, boolean tell) {
    Map<String, AgentDefinition> byName = new HashMap<>();
    definitions.forEach(definition -> byName.put(definition.name(), definition));
    return database.inTransaction(
        tx -> {
          Map<String, AgentRows.Head> heads = AgentRows.heads(tx.connection(), byName.keySet());
          List<AgentDefinition> changed = changed(byName.values(), heads);
          Map<String, Integer> raised =
              changed.isEmpty() ? Map.of() : AgentRows.raise(tx.connection(), changed);
          if (raised.size() < changed.size()) {
            // Another node was quicker with the same content.
            heads = AgentRows.heads(tx.connection(), byName.keySet());
          }
          if (tell) {
            EventLog.append(tx.connection(), news(raised, byName, gone));
          }
          Map<String, Integer> numbers = new HashMap<>();
          heads.forEach((name, head) -> numbers.put(name, head.number()));
          numbers.putAll(raised);
          return numbers;
        });
  }

  private static List<AgentDefinition> changed(
      Collection<AgentDefinition> definitions, Map<String, AgentRows.Head> heads) {
    return definitions.stream()
        .filter(
            definition -> {
              AgentRows.Head head = heads.get(definition.name());
              return head == null || !head.hash().equals(AgentHashes.of(definition));
            })
        .toList();
  }

  private static List<NewEvent> news(
      Map<String, Integer> raised, Map<String, AgentDefinition> definitions, Set<String> gone) {
    List<NewEvent> news = new ArrayList<>();
    raised.forEach(
        (name, number) -> {
          AgentDefinition definition = definitions.get(name).withVersion(number);
          AgentStatus status = definition.enabled() ? AgentStatus.AVAILABLE : AgentStatus.DISABLED;
          news.add(changed(definition, status));
        });
    gone.forEach(name -> news.add(removed(name)));
    return news;
  }

  /** The event about a change of an agent. */
  static NewEvent changed(AgentDefinition definition, AgentStatus status) {
    ObjectNode data =
        Json.object()
            .put("name", definition.name())
            .put("status", status.id())
            .put("version", definition.version())
            .put("source", definition.source());
    return new NewEvent("agents", "agent.changed", AgentEntry.idOf(definition.name()), null, data);
  }

  /** The event about the end of an agent. */
  static NewEvent removed(String name) {
    return new NewEvent(
        "agents", "agent.removed", AgentEntry.idOf(name), null, Json.object().put("name", name));
  }
}
