package org.gamelan.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A task config as it is.
 *
 * @param id its id
 * @param name its name
 * @param description for people
 * @param promptTemplate what the agent is told, a Pebble template
 * @param inputSchema JSON Schema of the input, or null for any
 * @param outputSchema JSON Schema of the output, or null for what the agent says of itself
 * @param examples a list of {@code {name, input, output}}
 * @param version counted up with each change, for ETags
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 */
@Schema(name = "TaskConfig")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TaskConfigView(
    UUID id,
    String name,
    String description,
    String promptTemplate,
    JsonNode inputSchema,
    JsonNode outputSchema,
    JsonNode examples,
    int version,
    Instant createdAt,
    Instant updatedAt) {}
