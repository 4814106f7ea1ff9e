package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.provider.ModelDraft;
import org.gamelan.provider.ProviderLimits;

/** What a client sets of a model alias. What it has read besides may come back and is ignored. */
@Schema(name = "ModelInput")
@JsonIgnoreProperties({"id", "version", "createdAt", "revision"})
public record ModelBody(
    String name,
    String provider,
    String model,
    Integer contextWindow,
    BigDecimal inputPrice,
    BigDecimal outputPrice,
    List<String> capabilities,
    List<String> fallbacks,
    ProviderLimits limits,
    String prefer) {

  ModelDraft draft() {
    return new ModelDraft(
        name,
        provider,
        model,
        contextWindow,
        inputPrice,
        outputPrice,
        capabilities,
        fallbacks,
        limits,
        prefer);
  }
}
