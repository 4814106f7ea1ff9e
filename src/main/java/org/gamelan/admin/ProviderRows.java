package org.gamelan.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.gamelan.provider.Gates;
import org.gamelan.provider.ModelAliases;
import org.gamelan.provider.ModelView;
import org.gamelan.provider.ProviderView;
import org.gamelan.provider.Providers;

/** Providers as pages show them. */
@ApplicationScoped
public class ProviderRows {
  private final Providers providers;
  private final ModelAliases models;
  private final Gates gates;

  protected ProviderRows() {
    this(null, null, null);
  }

  @Inject
  public ProviderRows(Providers providers, ModelAliases models, Gates gates) {
    this.providers = providers;
    this.models = models;
    this.gates = gates;
  }

  /** All of them, by name. */
  List<ProviderRow> all() {
    List<ModelView> aliases = models.list();
    return providers.list().stream().map(view -> row(view, aliases)).toList();
  }

  ProviderRow row(ProviderView view) {
    return row(view, models.list());
  }

  private ProviderRow row(ProviderView view, List<ModelView> aliases) {
    List<String> served =
        aliases.stream()
            .filter(model -> model.provider().equals(view.name()))
            .map(ModelView::name)
            .toList();
    return new ProviderRow(view, served, gates.isOpen(view.id()));
  }
}
