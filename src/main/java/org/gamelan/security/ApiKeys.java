package org.gamelan.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.event.Actor;
import org.gamelan.event.AuditEntry;
import org.gamelan.event.AuditInbox;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;
import org.hibernate.Session;

/** The keys with which programs come in. */
@ApplicationScoped
@Transactional
public class ApiKeys {
  private static final int LONGEST_NAME = 100;
  private static final long MOST_PER_USER = 1_000;

  @PersistenceContext private EntityManager entities;

  private Clock clock;
  private KeyUse use;
  private Event<AccessChanged> changed;

  /** For the container's proxies. */
  protected ApiKeys() {}

  @Inject
  ApiKeys(Clock clock, KeyUse use, Event<AccessChanged> changed) {
    this.clock = clock;
    this.use = use;
    this.changed = changed;
  }

  /**
   * Makes a key.
   *
   * @param role at most what the user may do
   * @throws InvalidInputException when the name, the role or the expiry cannot be accepted
   * @throws ConflictException when the user has too many keys
   */
  public IssuedKey create(UUID userId, String name, Role role, Optional<Instant> expiresAt) {
    User user =
        Optional.ofNullable(entities.find(User.class, userId))
            .orElseThrow(() -> new NotFoundException("user", userId));
    Instant now = clock.instant();
    List<FieldError> errors = new ArrayList<>();
    if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
      errors.add(new FieldError("name", "must have 1 to " + LONGEST_NAME + " characters"));
    }
    if (!user.role().covers(role)) {
      errors.add(new FieldError("role", "must not exceed the user's, " + user.role().id()));
    }
    if (expiresAt.isPresent() && !expiresAt.get().isAfter(now)) {
      errors.add(new FieldError("expiresAt", "must be in the future"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    if (countOf(user) >= MOST_PER_USER) {
      throw new ConflictException("A user has at most " + MOST_PER_USER + " API keys.");
    }
    KeyText text = KeyText.generate();
    ApiKey key = new ApiKey(Ids.next(), user, name.strip(), text, role, now, expiresAt);
    entities.persist(key);
    entities.flush();
    tell("api-key.created", key);
    return new IssuedKey(key, text);
  }

  /**
   * A page of keys, latest first.
   *
   * @param userId only this user's, or empty for all
   * @param before only keys made before the one with this id
   */
  @Transactional(Transactional.TxType.SUPPORTS)
  public List<ApiKey> list(Optional<UUID> userId, Optional<UUID> before, int limit) {
    TypedQuery<ApiKey> query =
        entities.createQuery(
            "select k from ApiKey k join fetch k.user where true = true"
                + (userId.isPresent() ? " and k.user.id = :user" : "")
                + (before.isPresent() ? " and k.id < :before" : "")
                + " order by k.id desc",
            ApiKey.class);
    userId.ifPresent(id -> query.setParameter("user", id));
    before.ifPresent(id -> query.setParameter("before", id));
    return query.setMaxResults(limit).getResultList();
  }

  /**
   * One key.
   *
   * @throws NotFoundException when there is none
   */
  @Transactional(Transactional.TxType.SUPPORTS)
  public ApiKey require(UUID id) {
    return Optional.ofNullable(entities.find(ApiKey.class, id))
        .orElseThrow(() -> new NotFoundException("API key", id));
  }

  /** Ends a key for ever, from the next request on. */
  public void revoke(UUID id) {
    ApiKey key =
        Optional.ofNullable(entities.find(ApiKey.class, id))
            .orElseThrow(() -> new NotFoundException("API key", id));
    key.revoke(clock.instant());
    tell("api-key.revoked", key);
    changed.fire(new AccessChanged());
  }

  /** Whose key this is, if it may be used now. */
  @Transactional(Transactional.TxType.SUPPORTS)
  Optional<VerifiedKey> verify(KeyText text) {
    Instant now = clock.instant();
    Optional<ApiKey> key =
        entities
            .createQuery(
                "select k from ApiKey k join fetch k.user where k.hash = :hash", ApiKey.class)
            .setParameter("hash", text.hash())
            .getResultStream()
            .findFirst()
            .filter(found -> found.isUsableAt(now));
    key.ifPresent(found -> use.noted(found.id(), found.lastUsedAt(), now));
    return key.map(found -> new VerifiedKey(found.asCaller(), found.expiresAt()));
  }

  /** For the audit log: events are read by people whom this does not concern. */
  private void tell(String action, ApiKey key) {
    AuditEntry entry =
        AuditEntry.of(
            Actor.current().orElse(AuditEntry.SYSTEM),
            action,
            key.id().toString(),
            Json.object()
                .put("name", key.name())
                .put("user", key.user().name())
                .put("role", key.role().id()));
    entities.unwrap(Session.class).doWork(sql -> AuditInbox.append(sql, List.of(entry)));
  }

  private long countOf(User user) {
    return entities
        .createQuery("select count(k) from ApiKey k where k.user = :user", Long.class)
        .setParameter("user", user)
        .getSingleResult();
  }
}
