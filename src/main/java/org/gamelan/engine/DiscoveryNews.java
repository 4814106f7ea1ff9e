package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.util.List;
import org.gamelan.event.EventLog;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.manifest.Problem;
import org.gamelan.platform.Database;

/** Tells clients that other things are wrong with files than before, though no agent changed. */
@ApplicationScoped
public class DiscoveryNews {
  private final Database database;
  private final Event<EventsAppended> appended;
  private List<Problem> told;

  protected DiscoveryNews() {
    this(null, null);
  }

  @Inject
  public DiscoveryNews(Database database, Event<EventsAppended> appended) {
    this.database = database;
    this.appended = appended;
  }

  void read(@ObservesAsync DefinitionsRead read) {
    List<Problem> problems = read.catalogue().problems();
    if (isNews(problems)) {
      NewEvent event =
          new NewEvent(
              "agents",
              "discovery.changed",
              null,
              null,
              Json.object().put("problems", problems.size()));
      database.inTransaction(
          tx -> {
            EventLog.append(tx.connection(), List.of(event));
            return null;
          });
      appended.fire(new EventsAppended());
    }
  }

  /** What is wrong when the server starts is no news. */
  private synchronized boolean isNews(List<Problem> problems) {
    boolean news = told != null && !told.equals(problems);
    told = problems;
    return news;
  }
}
