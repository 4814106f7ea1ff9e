package org.gamelan.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.event.EventLog;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.DatabaseException;

/**
 * Finds out whether providers work. A request claims the provider's row, so that of all nodes one
 * looks at a time, and leaves the work to a queue; a few threads of whichever node takes the order
 * do it. What happens to an order does not matter: a claim that stays behind is found again.
 */
@ApplicationScoped
public class ProviderValidation {
  private static final Logger LOG = Logger.getLogger(ProviderValidation.class.getName());
  private static final int MOST_DUE = 20;
  private static final String TOPIC = "providers";

  private final Database database;
  private final ProviderRepository repository;
  private final CatalogueCache cache;
  private final ProviderProbe probe;
  private final ValidationQueue queue;
  private final ValidationWorkers workers;
  private final ValidationPace pace;
  private final Event<EventsAppended> appended;

  protected ProviderValidation() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public ProviderValidation(
      Database database,
      ProviderRepository repository,
      CatalogueCache cache,
      ProviderProbe probe,
      ValidationQueue queue,
      ValidationWorkers workers,
      ValidationPace pace,
      Event<EventsAppended> appended) {
    this.database = database;
    this.repository = repository;
    this.cache = cache;
    this.probe = probe;
    this.queue = queue;
    this.workers = workers;
    this.pace = pace;
    this.appended = appended;
  }

  /**
   * Has a provider validated soon, unless that is under way or it is retired. Call it outside of
   * any transaction.
   *
   * @param call whether a model is to be called for one token, too
   * @param key the API key with which it is asked for, whose budgets the call counts for; null for
   *     none
   * @return whether this request began one
   */
  public boolean request(UUID provider, boolean call, UUID key) {
    return request(provider, call, key, true);
  }

  /** Like {@link #request}; when the database fails, the next look makes up for it. */
  void requestSoon(UUID provider) {
    try {
      request(provider, false, null, true);
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "A validation could not be requested; it comes with the next look", e);
    }
  }

  /** Requests what is due. */
  void requestDue() {
    List<UUID> due = database.inTransaction(tx -> ValidationRows.due(tx.connection(), MOST_DUE));
    due.forEach(provider -> request(provider, false, null, false));
  }

  /** Calls fail: those who look at the provider want to know why. */
  void troubled(@Observes ProviderTroubled news) {
    workers.execute(() -> requestSoon(news.provider()));
  }

  private boolean request(UUID provider, boolean call, UUID key, boolean inAnyCase) {
    Optional<ValidationRows.Claimed> claimed =
        database.inTransaction(
            tx -> {
              Optional<ValidationRows.Claimed> row =
                  ValidationRows.claim(tx.connection(), provider, inAnyCase);
              if (row.isPresent()) {
                tell(tx, "provider.validating", provider, row.get().name(), "validating", null);
              }
              return row;
            });
    claimed.ifPresent(
        row -> send(new ValidationOrder(provider, row.claim(), call, key), row.kind()));
    return claimed.isPresent();
  }

  /** What is not remote takes no time, so nobody needs to wait for it. */
  private void send(ValidationOrder order, String kind) {
    if (probe.isRemote(kind)) {
      queue.offer(order, this::accept);
    } else {
      carryOut(order);
    }
  }

  /** Takes an order over and returns at once. */
  public void accept(ValidationOrder order) {
    workers.execute(() -> carryOut(order));
  }

  private void carryOut(ValidationOrder order) {
    try {
      Optional<ValidationRows.Begun> begun =
          database.inTransaction(tx -> ValidationRows.begin(tx.connection(), order));
      if (begun.isPresent()) {
        look(order, begun.get());
      }
    } catch (ModelCallException e) {
      // The node stops; another one takes the claim over.
      LOG.log(Level.FINE, "A validation was not finished", e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A validation was not finished; it is repeated soon", e);
    }
  }

  private void look(ValidationOrder order, ValidationRows.Begun begun) {
    Optional<ProviderEntry> entry =
        repository.inTransaction(rows -> rows.find(order.provider()).map(cache::entry));
    if (entry.isPresent()) {
      boolean worked = ValidationReport.onlyCallTold(begun.steps());
      CallWish wish = new CallWish(order.call() || worked, worked, order.key());
      finish(order, begun, probe.look(entry.get(), wish, aliases(entry.get())));
    }
  }

  private List<ModelEntry> aliases(ProviderEntry provider) {
    Catalogue catalogue = cache.current();
    return catalogue.aliases().stream()
        .flatMap(alias -> catalogue.find(alias).stream())
        .filter(model -> model.provider().id().equals(provider.id()))
        .toList();
  }

  private void finish(ValidationOrder order, ValidationRows.Begun begun, ValidationReport report) {
    Duration pause = report.ok() ? pace.afterSuccess() : pace.afterFailure(begun.failedBefore());
    database.inTransaction(
        tx -> {
          Optional<String> name =
              ValidationRows.finish(
                  tx.connection(), order.provider(), begun.claim(), report, pause);
          if (name.isPresent()) {
            String status = report.ok() ? "valid" : "invalid";
            String detail = report.detail().orElse(null);
            tell(tx, "provider.validated", order.provider(), name.get(), status, detail);
          }
          return null;
        });
  }

  private void tell(
      Database.Transaction tx, String type, UUID provider, String name, String status, String why)
      throws SQLException {
    ObjectNode data = Json.object().put("name", name).put("status", status);
    if (why != null) {
      data.put("statusDetail", why);
    }
    EventLog.append(tx.connection(), List.of(new NewEvent(TOPIC, type, provider, null, data)));
    tx.afterCommit(() -> appended.fire(new EventsAppended()));
  }
}
