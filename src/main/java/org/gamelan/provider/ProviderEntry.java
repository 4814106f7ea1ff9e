package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.gamelan.json.Json;

/**
 * A provider as calls see it: immutable, part of a {@link Catalogue}.
 *
 * @param id its row
 * @param version counted up with each change of the row
 * @param name its name
 * @param kind which wire format it speaks
 * @param baseUrl where it is, without a trailing slash; null for kinds that are not remote
 * @param apiKey its credential, or the reason why there is none
 * @param limits how much it may be asked
 * @param settings what only this kind has; an empty object when there is nothing
 * @param retired whether it takes no calls any more
 */
public record ProviderEntry(
    UUID id,
    int version,
    String name,
    String kind,
    String baseUrl,
    ApiKey apiKey,
    ProviderLimits limits,
    JsonNode settings,
    boolean retired) {

  public ProviderEntry {
    settings = settings == null || settings.isNull() ? Json.object() : settings;
  }

  /** One that is in service. */
  public ProviderEntry(
      UUID id,
      int version,
      String name,
      String kind,
      String baseUrl,
      ApiKey apiKey,
      ProviderLimits limits,
      JsonNode settings) {
    this(id, version, name, kind, baseUrl, apiKey, limits, settings, false);
  }
}
