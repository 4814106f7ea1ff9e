package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A provider as it is shown: whether it has a credential, never which.
 *
 * @param id its id
 * @param name its name
 * @param kind which wire format it speaks
 * @param baseUrl where it is, or null
 * @param apiKeySet whether it has a credential
 * @param apiKeyReference the variable the credential is taken from, such as {@code
 *     env:OPENAI_API_KEY}, or null when it is stored
 * @param status {@code unvalidated}, {@code validating}, {@code valid}, {@code invalid} or {@code
 *     retired}
 * @param statusDetail why it is invalid, or null
 * @param validatedAt when it was last looked at, or null
 * @param checkingSince since when it is being validated, or null
 * @param steps what the last validation did and found; empty before the first
 * @param limits how much it may be asked
 * @param settings what only this kind has, or null
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param version counted up with each change, for ETags
 */
public record ProviderView(
    UUID id,
    String name,
    String kind,
    String baseUrl,
    boolean apiKeySet,
    String apiKeyReference,
    String status,
    String statusDetail,
    Instant validatedAt,
    Instant checkingSince,
    List<ValidationStep> steps,
    ProviderLimits limits,
    JsonNode settings,
    Instant createdAt,
    Instant updatedAt,
    int version) {}
