package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The user message that a model would get, and the memory it was made with. */
@Schema(name = "Preview")
public record PreviewView(String prompt, JsonNode memory) {}
