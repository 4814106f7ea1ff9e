package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The task of a run, with its result when it has finished in time. */
@Schema(name = "Run")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RunView(@JsonUnwrapped TaskView task, JsonNode result) {}
