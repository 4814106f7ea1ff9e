package org.gamelan.assignment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.hibernate.Session;

/** Rows of task configs. */
@ApplicationScoped
public class TaskConfigRepository {
  private static final String TOPIC = "tasks";

  @PersistenceContext private EntityManager entities;

  public TaskConfigRepository() {}

  /** Does several things in one transaction. */
  @Transactional
  <T> T inTransaction(Function<TaskConfigRepository, T> work) {
    return work.apply(this);
  }

  Optional<TaskConfig> find(UUID id) {
    return Optional.ofNullable(entities.find(TaskConfig.class, id));
  }

  Optional<TaskConfig> findByName(String name) {
    return entities
        .createQuery("select c from TaskConfig c where c.name = :name", TaskConfig.class)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  /** By name, those behind {@code after} whose name or description holds {@code text}. */
  List<TaskConfig> list(String text, String after, int limit) {
    StringBuilder query = new StringBuilder("select c from TaskConfig c where 1 = 1");
    if (text != null) {
      query.append(" and (locate(:text, c.name) > 0 or locate(:text, lower(c.description)) > 0)");
    }
    if (after != null) {
      query.append(" and c.name > :after");
    }
    TypedQuery<TaskConfig> typed =
        entities.createQuery(query.append(" order by c.name").toString(), TaskConfig.class);
    if (text != null) {
      typed.setParameter("text", text.toLowerCase(Locale.ROOT));
    }
    if (after != null) {
      typed.setParameter("after", after);
    }
    return typed.setMaxResults(limit).getResultList();
  }

  long count() {
    return entities.createQuery("select count(c) from TaskConfig c", Long.class).getSingleResult();
  }

  /** Plain SQL in the same transaction. */
  @FunctionalInterface
  interface SqlWork<T> {
    T run(Connection connection) throws SQLException;
  }

  <T> T sql(SqlWork<T> work) {
    return entities.unwrap(Session.class).doReturningWork(work::run);
  }

  /** Stores an event about a task config in the transaction. */
  void tell(UUID id, String name, String change) {
    NewEvent event =
        new NewEvent(
            TOPIC,
            "taskconfig.changed",
            id,
            null,
            Json.object().put("name", name).put("change", change));
    entities.unwrap(Session.class).doWork(sql -> EventLog.append(sql, List.of(event)));
  }

  void add(TaskConfig config) {
    entities.persist(config);
  }

  void remove(TaskConfig config) {
    entities.remove(config);
  }

  /** Writes what changed, so that versions and conflicts are known. */
  void flush() {
    entities.flush();
  }
}
