package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
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
  "createdAt",
  "updatedAt",
  "version"
})
public record ProviderBody(
    @Schema(description = "Its own name.", example = "openai", required = true) String name,
    @Schema(
            description = "The wire format it speaks, such as `openai-compatible` or `scripted`.",
            example = "openai-compatible",
            required = true)
        String kind,
    @Schema(
            description = "Where it is; the OpenAI kinds include `/v1`.",
            example = "https://api.example.com/v1")
        String baseUrl,
    @Schema(
            description =
                "Its credential, or `env:NAME` to take it from the environment. Absent keeps what"
                    + " there is, an empty text removes it.",
            example = "env:EXAMPLE_API_KEY",
            writeOnly = true)
        String apiKey,
    @Schema(description = "How much it may be asked.") ProviderLimits limits,
    @Schema(description = "What only this kind has.", type = SchemaType.OBJECT) JsonNode settings) {

  ProviderDraft draft() {
    return new ProviderDraft(name, kind, baseUrl, apiKey, limits, settings);
  }

  @Override
  public String toString() {
    return "ProviderBody[" + name + ", " + kind + "]";
  }
}
