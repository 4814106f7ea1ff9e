package org.gamelan.api.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** From where a failed task is to try again. */
@Schema(name = "RetryInput")
public record RetryBody(String fromStage) {}
