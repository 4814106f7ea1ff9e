package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One fault of a value under a schema, in detail.
 *
 * @param path JSON pointer of the faulty value
 * @param keyword the keyword that was not satisfied, such as {@code required}
 * @param message what is wrong, as {@link Violation#message()}
 * @param property the name of the missing or surplus property, where there is one
 * @param schemaPath JSON pointer of the keyword in the schema
 * @param schema the part of the schema that holds the keyword
 */
public record SchemaFault(
    String path,
    String keyword,
    String message,
    Optional<String> property,
    String schemaPath,
    JsonNode schema) {}
