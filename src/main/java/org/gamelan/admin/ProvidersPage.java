package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.provider.ProviderValidation;

/** The list of providers, with what is known of how they do. */
@Named
@RequestScoped
public class ProvidersPage {
  private ProviderRows rows;
  private ProviderValidation validation;
  private AdminRights rights;
  private FacesContext faces;

  private List<ProviderRow> providers;

  /** For the container's proxies. */
  protected ProvidersPage() {}

  @Inject
  ProvidersPage(
      ProviderRows rows, ProviderValidation validation, AdminRights rights, FacesContext faces) {
    this.rows = rows;
    this.validation = validation;
    this.rights = rights;
    this.faces = faces;
  }

  public List<ProviderRow> getProviders() {
    if (providers == null) {
      providers = rows.all();
    }
    return providers;
  }

  /** Whether nobody has set up anything beyond what plays by rules. */
  public boolean isOnlyScripted() {
    return getProviders().stream().allMatch(row -> row.view().kind().equals("scripted"));
  }

  /** Has the provider validated that the button was for: places in the list may have changed. */
  public void validate() {
    if (rights.areMissing()) {
      return;
    }
    Optional<UUID> id =
        RunIds.parse(faces.getExternalContext().getRequestParameterMap().get("choose"));
    if (id.isPresent() && !validation.request(id.get(), false, null)) {
      faces.addMessage(
          null,
          new FacesMessage(
              FacesMessage.SEVERITY_WARN, "It is being validated already, or is retired.", null));
    }
    providers = null;
  }
}
