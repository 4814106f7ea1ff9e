package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.hibernate.Session;

/** Rows of providers and models. */
@ApplicationScoped
public class ProviderRepository {
  private static final String TOPIC = "providers";

  /** Any number that nothing else in this database locks. */
  static final long SEED_LOCK = 0x67616d656c616e01L;

  @PersistenceContext private EntityManager entities;

  public ProviderRepository() {}

  /** Over any entity manager, for tests. */
  ProviderRepository(EntityManager entities) {
    this.entities = entities;
  }

  /** Does several things in one transaction. */
  @Transactional
  <T> T inTransaction(Function<ProviderRepository, T> work) {
    return work.apply(this);
  }

  List<Provider> providers() {
    return entities
        .createQuery("select p from Provider p order by p.name", Provider.class)
        .getResultList();
  }

  Optional<Provider> find(UUID id) {
    return Optional.ofNullable(entities.find(Provider.class, id));
  }

  Optional<Provider> findByName(String name) {
    return entities
        .createQuery("select p from Provider p where p.name = :name", Provider.class)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  List<Model> models() {
    return entities
        .createQuery(
            "select m from Model m join fetch m.provider order by m.name, m.number desc",
            Model.class)
        .getResultList();
  }

  /** All versions of an alias, the newest first. */
  List<Model> versions(String name) {
    return entities
        .createQuery(
            "select m from Model m join fetch m.provider where m.name = :name"
                + " order by m.number desc",
            Model.class)
        .setParameter("name", name)
        .getResultList();
  }

  List<Model> servedBy(Provider provider) {
    return entities
        .createQuery("select m from Model m where m.provider = :provider", Model.class)
        .setParameter("provider", provider)
        .getResultList();
  }

  /** Lets one node at a time go on; held until the transaction ends. */
  void lock() {
    entities
        .createNativeQuery("select 1 from pg_advisory_xact_lock(:key)", Integer.class)
        .setParameter("key", SEED_LOCK)
        .getSingleResult();
  }

  /** Stores an event about a provider or a model in the transaction. */
  void tell(String type, UUID subject, String name) {
    NewEvent event = new NewEvent(TOPIC, type, subject, null, Json.object().put("name", name));
    entities.unwrap(Session.class).doWork(sql -> EventLog.append(sql, List.of(event)));
  }

  void add(Object entity) {
    entities.persist(entity);
  }

  /** Writes what changed, so that versions and conflicts are known. */
  void flush() {
    entities.flush();
  }

  void remove(Object entity) {
    entities.remove(entity);
  }
}
