package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.provider.Models;
import org.gamelan.provider.ProviderDraft;
import org.gamelan.provider.ProviderKind;
import org.gamelan.provider.ProviderLimits;
import org.gamelan.provider.ProviderTrial;
import org.gamelan.provider.ProviderView;
import org.gamelan.provider.Providers;
import org.gamelan.provider.ValidationReport;

/**
 * The form for a new provider, and for one that is changed. The key is no component of the page: it
 * is read from the request alone, so that nothing of the session ever holds it.
 */
@Named
@RequestScoped
public class ProviderForm {
  private static final String FORM = "provider-form";
  private static final Map<String, String> FIELDS =
      Map.of(
          "name", "name",
          "kind", "kind",
          "baseUrl", "base-url",
          "apiKey", "key-place",
          "limits.requestsPerMinute", "requests",
          "limits.tokensPerMinute", "tokens",
          "limits.maxConcurrent", "concurrent",
          "settings", "settings");

  private Providers providers;
  private ProviderTrial trial;
  private Models models;
  private AdminRights rights;
  private FacesContext faces;

  private String id;
  private Integer version;
  private ProviderView stored;
  private ProviderFields fields;
  private ValidationReport report;

  /** For the container's proxies. */
  protected ProviderForm() {}

  @Inject
  ProviderForm(
      Providers providers,
      ProviderTrial trial,
      Models models,
      AdminRights rights,
      FacesContext faces) {
    this.providers = providers;
    this.trial = trial;
    this.models = models;
    this.rights = rights;
    this.faces = faces;
  }

  /** Which provider it is comes with the address, and with the form. */
  @PostConstruct
  void begin() {
    id = Parameters.given(faces, "id");
    version =
        Parameters.given(faces, "version").matches("\\d{1,9}")
            ? Integer.valueOf(Parameters.given(faces, "version"))
            : null;
    fields = new ProviderFields();
    fields.setKind(getKinds().get(0).id());
    prefill();
  }

  /** Fills the form; answers with 404 where there is no such provider. */
  public void open() throws IOException {
    if (id.isEmpty()) {
      return;
    }
    Optional<ProviderView> known = providers.find(id);
    if (known.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
      return;
    }
    stored = known.get();
    version = stored.version();
    fields = ProviderFields.of(stored);
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  /** The provider as it is stored; null for a new one. */
  public ProviderView getStored() {
    if (stored == null && !isFresh()) {
      stored = providers.find(id).orElse(null);
    }
    return stored;
  }

  public List<ProviderKind> getKinds() {
    return models.kinds().stream()
        .sorted(Comparator.comparingInt(KindText::place).thenComparing(ProviderKind::id))
        .toList();
  }

  /** What the chosen kind is. */
  public String getKindText() {
    return KindText.of(fields.getKind());
  }

  /** Whether the chosen kind is called over a network. */
  public boolean isRemote() {
    return models.findKind(fields.getKind()).map(ProviderKind::remote).orElse(true);
  }

  /** Where the chosen kind is unless something else is said. */
  public String getUsualUrl() {
    return models.findKind(fields.getKind()).map(ProviderKind::defaultBaseUrl).orElse(null);
  }

  /** Puts in where the kind is, unless somebody has written an address of their own. */
  public void prefill() {
    String written = fields.getBaseUrl();
    boolean own =
        written != null
            && !written.isBlank()
            && models.kinds().stream().noneMatch(kind -> written.equals(kind.defaultBaseUrl()));
    if (!own || !isRemote()) {
      fields.setBaseUrl(getUsualUrl());
    }
  }

  /** Tries the provider as the form says, and saves nothing. */
  public void test() {
    if (!rights.areMissing()) {
      report = faults().attempt(() -> trial.of(draft())).orElse(null);
    }
  }

  /** Saves it and goes to its page; with faults in the form it stays, and says them. */
  public String save() {
    if (rights.areMissing()) {
      return null;
    }
    return faults()
        .attempt(
            () -> isFresh() ? providers.create(draft()) : providers.update(id, draft(), version))
        .map(view -> "/provider.xhtml?faces-redirect=true&id=" + view.id())
        .orElse(null);
  }

  private FormFaults faults() {
    return new FormFaults(faces, FORM, FIELDS);
  }

  private ProviderDraft draft() {
    return new ProviderDraft(
        fields.getName(),
        fields.getKind(),
        fields.getBaseUrl(),
        apiKey(),
        new ProviderLimits(fields.getRequests(), fields.getTokens(), fields.getConcurrent()),
        settings());
  }

  private String apiKey() {
    if (!Parameters.given(faces, "removeKey").isEmpty()) {
      return "";
    }
    String given = Parameters.given(faces, "apiKey").strip();
    return given.isEmpty() ? null : given;
  }

  private JsonNode settings() {
    String text = fields.getSettings();
    try {
      return text == null || text.isBlank() ? null : Json.parse(text);
    } catch (MalformedJsonException e) {
      throw new InvalidInputException("settings", "is not JSON: " + e.getMessage());
    }
  }

  public String getId() {
    return id;
  }

  public Integer getVersion() {
    return version;
  }

  public ProviderFields getFields() {
    return fields;
  }

  /** What the test found, or null before it. */
  public ValidationReport getReport() {
    return report;
  }
}
