package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.math.BigDecimal;
import java.util.List;
import org.gamelan.provider.ModelAliases;
import org.gamelan.provider.ModelView;
import org.gamelan.provider.ProviderLimits;

/** The list of aliases under which agents know models. */
@Named
@RequestScoped
public class ModelsPage {
  private ModelAliases aliases;
  private List<ModelView> models;

  /** For the container's proxies. */
  protected ModelsPage() {}

  @Inject
  ModelsPage(ModelAliases aliases) {
    this.aliases = aliases;
  }

  /** The newest version of each. */
  public List<ModelView> getModels() {
    if (models == null) {
      models = aliases.list();
    }
    return models;
  }

  /** What a million tokens cost, read and written: {@code 2.5 / 10}; empty without prices. */
  public String prices(BigDecimal input, BigDecimal output) {
    return input == null && output == null ? "" : price(input) + " / " + price(output);
  }

  private static String price(BigDecimal price) {
    return price == null ? "–" : Figures.plain(price).toString();
  }

  public String limits(ProviderLimits limits) {
    return ProviderRow.limits(limits);
  }

  /** How many tokens fit, for a person; empty when that is not known. */
  public String tokens(Integer count) {
    return count == null ? "" : Figures.count(count);
  }

  /** Words for one line. */
  public String words(List<String> words) {
    return String.join(", ", words);
  }
}
