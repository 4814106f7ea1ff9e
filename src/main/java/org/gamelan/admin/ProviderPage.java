package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.provider.FailedCall;
import org.gamelan.provider.ModelImport;
import org.gamelan.provider.ModelOffers;
import org.gamelan.provider.OfferedView;
import org.gamelan.provider.ProviderValidation;
import org.gamelan.provider.ProviderView;
import org.gamelan.provider.Providers;
import org.gamelan.provider.RecentFailures;

/** One provider: how it does, what it offers, what went wrong with it. */
@Named
@RequestScoped
public class ProviderPage {
  private static final int FAILURES = 20;

  private Providers providers;
  private ProviderRows rows;
  private ProviderValidation validation;
  private ModelOffers offers;
  private RecentFailures failures;
  private AdminRights rights;
  private FacesContext faces;

  private String id;
  private ProviderRow row;
  private List<OfferedView> models;
  private List<FailedCall> failed;

  /** For the container's proxies. */
  protected ProviderPage() {}

  @Inject
  ProviderPage(
      Providers providers,
      ProviderRows rows,
      ProviderValidation validation,
      ModelOffers offers,
      RecentFailures failures,
      AdminRights rights,
      FacesContext faces) {
    this.providers = providers;
    this.rows = rows;
    this.validation = validation;
    this.offers = offers;
    this.failures = failures;
    this.rights = rights;
    this.faces = faces;
  }

  /** The id comes with the address, and with every form of the page. */
  @PostConstruct
  void begin() {
    id = Parameters.given(faces, "id");
  }

  /** Answers with 404 where there is no such provider. */
  public void open() throws IOException {
    Optional<ProviderView> known = providers.find(id);
    if (known.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
      return;
    }
    row = rows.row(known.get());
  }

  public ProviderRow getRow() {
    if (row == null) {
      row = rows.row(providers.require(id));
    }
    return row;
  }

  public ProviderView getProvider() {
    return getRow().view();
  }

  /** The models it lists and those that aliases use, by name. */
  public List<OfferedView> getModels() {
    if (models == null) {
      models = offers.list(id());
    }
    return models;
  }

  /** How many of its models have no alias yet. */
  public long getWithoutAlias() {
    return getModels().stream().filter(model -> model.aliases().isEmpty()).count();
  }

  public List<FailedCall> getFailed() {
    if (failed == null) {
      failed = failures.of(getProvider().name(), FAILURES);
    }
    return failed;
  }

  /** What only this kind has, as coloured JSON; empty when there is nothing. */
  public String getSettings() {
    return getProvider().settings() == null || getProvider().settings().isEmpty()
        ? ""
        : JsonHtml.coloured(Json.parseOwn(Json.writePretty(getProvider().settings())));
  }

  public boolean isChangeable() {
    return rights.isGranted();
  }

  public boolean isValidatable() {
    return rights.isGranted() && !getRow().isRetired();
  }

  /** It can go only when nothing names it. */
  public boolean isDeletable() {
    return rights.isGranted() && getRow().aliases().isEmpty();
  }

  public boolean isRetirable() {
    return rights.isGranted() && !getRow().aliases().isEmpty() && !getRow().isRetired();
  }

  /** The aliases it serves, for a sentence. */
  public String getServed() {
    return String.join(", ", getRow().aliases());
  }

  /** Looks whether it works. */
  public void validate() {
    change(
        () ->
            validation.request(getProvider().id(), false, null)
                ? "It is looked at."
                : "It is being looked at already.");
  }

  /** The same with a call of one token, which may cost something. */
  public void validateWithCall() {
    change(
        () ->
            validation.request(getProvider().id(), true, null)
                ? "It is looked at, with a call."
                : "It is being looked at already.");
  }

  /** Makes aliases for one model, or for all that have none. */
  public void importModels() {
    String model = Parameters.given(faces, "choose");
    change(() -> told(offers.importModels(id(), model.isEmpty() ? null : List.of(model)), model));
  }

  private static String told(ModelImport done, String model) {
    if (!model.isEmpty() && done.created().isEmpty()) {
      return done.skipped().stream().findFirst().map(left -> model + " " + left.reason()).orElse("")
          + ".";
    }
    int made = done.created().size();
    return made == 1
        ? "Made the alias " + done.created().get(0).name() + "."
        : "Made " + made + " aliases.";
  }

  /** Removes it; where to go then. */
  public String delete() {
    boolean gone =
        change(
            () -> {
              providers.delete(id(), false);
              return null;
            });
    return gone ? "/providers.xhtml?faces-redirect=true" : null;
  }

  /** Takes it out of service; it stays for the aliases that name it. */
  public void retire() {
    change(() -> providers.delete(id(), true) ? "It is gone." : "It takes no calls any more.");
  }

  private String id() {
    return getProvider().id().toString();
  }

  /** A change with the words that tell of it, or none. */
  @FunctionalInterface
  private interface Change {
    String apply();
  }

  private boolean change(Change change) {
    if (rights.areMissing()) {
      return false;
    }
    try {
      String done = change.apply();
      if (done != null) {
        tell(FacesMessage.SEVERITY_INFO, done);
      }
      return true;
    } catch (GamelanException e) {
      tell(FacesMessage.SEVERITY_WARN, e.getMessage());
      return false;
    } finally {
      row = null;
      models = null;
      failed = null;
    }
  }

  private void tell(FacesMessage.Severity severity, String text) {
    faces.addMessage(null, new FacesMessage(severity, text, null));
  }
}
