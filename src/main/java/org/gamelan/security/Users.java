package org.gamelan.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
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

/** The people who may sign in. There is always at least one enabled administrator. */
@ApplicationScoped
@Transactional
public class Users {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final int SHORTEST_PASSWORD = 8;
  private static final int LONGEST_PASSWORD = 512;

  @PersistenceContext private EntityManager entities;

  private Clock clock;
  private Event<AccessChanged> changed;

  /** For the container's proxies. */
  protected Users() {}

  @Inject
  Users(Clock clock, Event<AccessChanged> changed) {
    this.clock = clock;
    this.changed = changed;
  }

  /**
   * Adds a person.
   *
   * @throws InvalidInputException when the name or the password cannot be accepted
   * @throws ConflictException when the name is taken, whatever its case
   */
  public User create(String name, String password, Role role) {
    List<FieldError> errors = new ArrayList<>();
    if (name == null || !NAME.matcher(name).matches()) {
      errors.add(
          new FieldError(
              "name", "must be 1 to 64 letters, digits, dots, dashes, underscores or @"));
    }
    checkPassword(password).ifPresent(errors::add);
    if (role == null) {
      errors.add(new FieldError("role", "must be viewer, operator or admin"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    if (byName(name).isPresent()) {
      throw new ConflictException("There is a user '" + name + "' already.");
    }
    User user = new User(Ids.next(), name, PasswordHash.hash(password), role, clock.instant());
    entities.persist(user);
    entities.flush();
    tell("user.created", user.name(), Json.object().put("role", role.id()));
    return user;
  }

  /** A page of people in the order of their names. */
  @Transactional(Transactional.TxType.SUPPORTS)
  public List<User> list(Optional<String> afterName, int limit) {
    return entities
        .createQuery(
            "select u from User u where lower(u.name) > :after order by lower(u.name)", User.class)
        .setParameter("after", afterName.map(name -> name.toLowerCase(Locale.ROOT)).orElse(""))
        .setMaxResults(limit)
        .getResultList();
  }

  /** Looks somebody up by id or name. */
  @Transactional(Transactional.TxType.SUPPORTS)
  public Optional<User> find(String idOrName) {
    try {
      return Optional.ofNullable(entities.find(User.class, UUID.fromString(idOrName)));
    } catch (IllegalArgumentException notAnId) {
      return byName(idOrName);
    }
  }

  /**
   * Looks somebody up by id or name.
   *
   * @throws NotFoundException when there is nobody
   */
  @Transactional(Transactional.TxType.SUPPORTS)
  public User require(String idOrName) {
    return find(idOrName).orElseThrow(() -> new NotFoundException("user", idOrName));
  }

  @Transactional(Transactional.TxType.SUPPORTS)
  Optional<User> findEnabled(String name) {
    return byName(name).filter(User::enabled);
  }

  @Transactional(Transactional.TxType.SUPPORTS)
  Optional<User> findEnabled(UUID id) {
    return Optional.ofNullable(entities.find(User.class, id)).filter(User::enabled);
  }

  /**
   * Changes what is given and leaves the rest.
   *
   * @throws ConflictException when no enabled administrator would be left
   */
  public User change(
      UUID id, Optional<Role> role, Optional<Boolean> enabled, Optional<String> password) {
    List<User> admins = lockAdmins();
    User user =
        Optional.ofNullable(entities.find(User.class, id))
            .orElseThrow(() -> new NotFoundException("user", id));
    password
        .flatMap(Users::checkPassword)
        .ifPresent(
            error -> {
              throw new InvalidInputException(List.of(error));
            });
    role.ifPresent(user::changeRole);
    enabled.ifPresent(user::enable);
    password.ifPresent(text -> user.changePassword(PasswordHash.hash(text)));
    if (admins.stream().noneMatch(User::isEnabledAdmin) && !user.isEnabledAdmin()) {
      throw new ConflictException("At least one enabled administrator has to remain.");
    }
    entities.flush();
    ObjectNode details = Json.object();
    role.ifPresent(given -> details.put("role", given.id()));
    enabled.ifPresent(given -> details.put("enabled", given));
    password.ifPresent(given -> details.put("password", "changed"));
    tell("user.changed", user.name(), details);
    changed.fire(new AccessChanged());
    return user;
  }

  /**
   * Somebody changes their own password.
   *
   * @throws InvalidInputException when the current one is wrong or the new one unfit
   */
  public void changeOwnPassword(UUID id, String current, String next) {
    User user =
        Optional.ofNullable(entities.find(User.class, id))
            .orElseThrow(() -> new NotFoundException("user", id));
    if (current == null
        || current.length() > LONGEST_PASSWORD
        || !PasswordHash.matches(current, user.passwordHash())) {
      throw new InvalidInputException("current", "is not the present password");
    }
    change(id, Optional.empty(), Optional.empty(), Optional.of(next == null ? "" : next));
  }

  /**
   * Removes a person and their keys.
   *
   * @throws ConflictException when no enabled administrator would be left
   */
  public void delete(UUID id) {
    List<User> admins = lockAdmins();
    User user =
        Optional.ofNullable(entities.find(User.class, id))
            .orElseThrow(() -> new NotFoundException("user", id));
    if (user.isEnabledAdmin() && admins.size() == 1) {
      throw new ConflictException("At least one enabled administrator has to remain.");
    }
    entities
        .createQuery("delete from ApiKey k where k.user = :user")
        .setParameter("user", user)
        .executeUpdate();
    entities.remove(user);
    tell("user.deleted", user.name(), null);
    changed.fire(new AccessChanged());
  }

  /** Two changes at once must not each leave the other one's administrator. */
  private List<User> lockAdmins() {
    return entities
        .createQuery("select u from User u where u.role = 'admin' and u.enabled", User.class)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultList();
  }

  /** For the audit log: events are read by people whom this does not concern. */
  private void tell(String action, String name, JsonNode details) {
    AuditEntry entry =
        AuditEntry.of(Actor.current().orElse(AuditEntry.SYSTEM), action, name, details);
    entities.unwrap(Session.class).doWork(sql -> AuditInbox.append(sql, List.of(entry)));
  }

  private Optional<User> byName(String name) {
    return entities
        .createQuery("select u from User u where lower(u.name) = :name", User.class)
        .setParameter("name", name.toLowerCase(Locale.ROOT))
        .getResultStream()
        .findFirst();
  }

  private static Optional<FieldError> checkPassword(String password) {
    return password != null
            && password.length() >= SHORTEST_PASSWORD
            && password.length() <= LONGEST_PASSWORD
        ? Optional.empty()
        : Optional.of(
            new FieldError(
                "password",
                "must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters"));
  }
}
