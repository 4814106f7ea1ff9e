package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.provider.ProviderDraft;
import org.gamelan.provider.ProviderLimits;

/** What a client sets of a provider. What it has read besides may come back and is ignored. */
@Schema(name = "ProviderInput")
@JsonIgnoreProperties({
  "id",
  "apiKeySet",
  "apiKeyReference",
  "status",
  "statusDetail",
  "validatedAt",
  "checkingSince",
  "steps",
  "createdAt",
  "updatedAt",
  "version"
})
public record ProviderBody(
    String name,
    String kind,
    String baseUrl,
    String apiKey,
    ProviderLimits limits,
    JsonNode settings) {

  ProviderDraft draft() {
    return new ProviderDraft(name, kind, baseUrl, apiKey, limits, settings);
  }

  @Override
  public String toString() {
    return "ProviderBody[" + name + ", " + kind + "]";
  }
}
