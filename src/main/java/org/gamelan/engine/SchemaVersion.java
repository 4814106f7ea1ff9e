package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A JSON Schema by name and version.
 *
 * @param name of the language of manifests such as {@code agents}, or {@code FOLDER/NAME}
 * @param version from 1; a change of the content makes the next
 * @param origin the folder it comes from, or null for the language of manifests
 * @param schema the document, with the schemas of its folder that it refers to
 * @param since when this content was first in force, or null for the language of manifests
 */
public record SchemaVersion(
    String name, int version, String origin, JsonNode schema, Instant since) {}
