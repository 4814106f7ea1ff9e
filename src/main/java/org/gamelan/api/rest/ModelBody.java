package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.provider.ModelDraft;

/** What a client sets of a model alias. What it has read besides may come back and is ignored. */
@Schema(name = "ModelInput")
@JsonIgnoreProperties({"id", "version", "createdAt", "revision"})
public record ModelBody(
    @Schema(description = "The alias agents use.", example = "default", required = true)
        String name,
    @Schema(description = "Name or id of its provider.", example = "openai", required = true)
        String provider,
    @Schema(description = "The provider's own name of it.", example = "small-1", required = true)
        String model,
    @Schema(description = "Tokens it can hold.", example = "128000") Integer contextWindow,
    @Schema(description = "Price of a million tokens read.", example = "0.15")
        BigDecimal inputPrice,
    @Schema(description = "Price of a million tokens written.", example = "0.6")
        BigDecimal outputPrice,
    @Schema(description = "Words for what it can do.") List<String> capabilities,
    @Schema(description = "Aliases to use when it fails, in order.") List<String> fallbacks) {

  ModelDraft draft() {
    return new ModelDraft(
        name, provider, model, contextWindow, inputPrice, outputPrice, capabilities, fallbacks);
  }
}
