package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.provider.ModelAliases;
import org.gamelan.provider.ModelOffers;
import org.gamelan.provider.ModelView;
import org.gamelan.provider.Models;
import org.gamelan.provider.OfferedView;
import org.gamelan.provider.ProviderView;
import org.gamelan.provider.Providers;

/** One alias: its versions, and the form that makes the next one or the first. */
@Named
@RequestScoped
public class ModelForm {
  private static final String FORM = "model-form";
  private static final int SHOWN_VERSIONS = 20;
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("name", "name"),
          Map.entry("provider", "provider"),
          Map.entry("model", "model"),
          Map.entry("contextWindow", "context"),
          Map.entry("inputPrice", "input-price"),
          Map.entry("outputPrice", "output-price"),
          Map.entry("capabilities", "capabilities"),
          Map.entry("fallbacks", "fallbacks"),
          Map.entry("prefer", "prefer"),
          Map.entry("limits.requestsPerMinute", "requests"),
          Map.entry("limits.tokensPerMinute", "tokens"),
          Map.entry("limits.maxConcurrent", "concurrent"));

  private ModelAliases aliases;
  private ModelOffers offers;
  private Providers providers;
  private AdminRights rights;
  private FacesContext faces;

  private String name;
  private ModelFields fields;
  private List<ModelView> versions;
  private List<String> offered;
  private String users;

  /** For the container's proxies. */
  protected ModelForm() {}

  @Inject
  ModelForm(
      ModelAliases aliases,
      ModelOffers offers,
      Providers providers,
      AdminRights rights,
      FacesContext faces) {
    this.aliases = aliases;
    this.offers = offers;
    this.providers = providers;
    this.rights = rights;
    this.faces = faces;
  }

  /** Which alias it is comes with the address, and with the forms. */
  @PostConstruct
  void begin() {
    name = Parameters.given(faces, "name");
    fields = new ModelFields();
    fields.setProvider(Parameters.given(faces, "provider"));
    if (isFresh() && fields.getProvider().isEmpty()) {
      getProviders().stream().findFirst().ifPresent(first -> fields.setProvider(first.name()));
    }
  }

  /** Fills the form; answers with 404 where there is no such alias. */
  public void open() throws IOException {
    if (isFresh()) {
      return;
    }
    Optional<ModelView> known = name.contains("@") ? Optional.empty() : aliases.find(name);
    if (known.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
      return;
    }
    fields = ModelFields.of(known.get());
  }

  public boolean isFresh() {
    return name.isEmpty();
  }

  /** The versions of the alias, the newest first. */
  public List<ModelView> getVersions() {
    if (versions == null) {
      int newest = getNewest();
      versions =
          IntStream.range(0, Math.min(newest, SHOWN_VERSIONS))
              .mapToObj(back -> aliases.find(name + "@" + (newest - back)))
              .flatMap(Optional::stream)
              .toList();
    }
    return versions;
  }

  /** The number of the newest version, 0 before the first. */
  public int getNewest() {
    return isFresh() ? 0 : aliases.find(name).map(ModelView::version).orElse(0);
  }

  /** The providers there are to choose from. */
  public List<ProviderView> getProviders() {
    return providers.list();
  }

  /** The provider's own names of the models it lists. */
  public List<String> getOffered() {
    if (offered == null) {
      offered =
          providers
              .find(fields.getProvider() == null ? "" : fields.getProvider())
              .map(view -> offers.list(view.id().toString()))
              .orElse(List.of())
              .stream()
              .map(OfferedView::model)
              .toList();
    }
    return offered;
  }

  /** The other aliases, which may be fallbacks. */
  public String getOthers() {
    return String.join(
        ", ",
        aliases.list().stream().map(ModelView::name).filter(other -> !other.equals(name)).toList());
  }

  /** Who names it, for a sentence; empty when nobody does. */
  public String getUsers() {
    if (users == null) {
      users = aliases.users(name);
    }
    return users;
  }

  /** One alias always exists. */
  public boolean isDeletable() {
    return rights.isGranted() && !isFresh() && !name.equals(Models.DEFAULT_ALIAS);
  }

  /** Takes what the provider tells of the chosen model, where the form says nothing. */
  public void takeOver() {
    providers.find(fields.getProvider()).stream()
        .flatMap(view -> offers.list(view.id().toString()).stream())
        .filter(offer -> offer.model().equals(fields.getModel()))
        .findFirst()
        .ifPresent(this::fill);
  }

  private void fill(OfferedView offer) {
    if (fields.getContextWindow() == null) {
      fields.setContextWindow(offer.contextWindow());
    }
    if (fields.getInputPrice() == null && fields.getOutputPrice() == null) {
      fields.setInputPrice(offer.inputPrice());
      fields.setOutputPrice(offer.outputPrice());
    }
    if (fields.getCapabilities() == null || fields.getCapabilities().isBlank()) {
      fields.setCapabilities(String.join(", ", offer.capabilities()));
    }
  }

  /** Makes the alias, or its next version; with faults in the form it stays, and says them. */
  public String save() {
    if (rights.areMissing()) {
      return null;
    }
    return faults()
        .attempt(this::store)
        .map(view -> "/model.xhtml?faces-redirect=true&name=" + view.name())
        .orElse(null);
  }

  private ModelView store() {
    if (!isFresh()) {
      fields.setName(name);
    } else if (fields.getName() != null && aliases.find(fields.getName()).isPresent()) {
      throw new InvalidInputException(
          "name", "is an alias already; open it to make its next version");
    }
    return aliases.create(fields.draft());
  }

  /**
   * Removes the alias with all versions; where to go then. Who names it does not keep it when the
   * page has told of somebody.
   */
  public String delete() {
    if (rights.areMissing()) {
      return null;
    }
    boolean told = Boolean.parseBoolean(Parameters.given(faces, "told"));
    users = null;
    return faults()
        .attempt(
            () -> {
              aliases.delete(name, told);
              return "/models.xhtml?faces-redirect=true";
            })
        .orElse(null);
  }

  private FormFaults faults() {
    return new FormFaults(faces, FORM, FIELDS);
  }

  public String getName() {
    return name;
  }

  public ModelFields getFields() {
    return fields;
  }
}
