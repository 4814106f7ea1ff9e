package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An input to try a prompt template with, and whose memory is to be seen, if anybody's. */
@Schema(name = "PreviewInput")
public record PreviewBody(JsonNode input, UUID assignment) {}
