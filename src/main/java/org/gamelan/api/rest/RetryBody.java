package org.gamelan.api.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** From where a failed task is to try again. */
@Schema(name = "RetryInput")
public record RetryBody(
    @Schema(
            description = "The stage to begin with; the one that failed by default.",
            example = "planning")
        String fromStage) {}
