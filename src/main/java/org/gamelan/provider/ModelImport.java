package org.gamelan.provider;

import java.util.List;

/**
 * What an import of models did.
 *
 * @param created the aliases it made
 * @param skipped the models it left out
 */
public record ModelImport(List<ModelView> created, List<Skipped> skipped) {
  /**
   * A model that was left out.
   *
   * @param model the provider's own name of it
   * @param reason why
   */
  public record Skipped(String model, String reason) {}
}
