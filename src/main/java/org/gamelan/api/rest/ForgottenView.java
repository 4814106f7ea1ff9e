package org.gamelan.api.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a wish to forget.
 *
 * @param forgotten how many entries are gone
 */
@Schema(name = "Forgotten")
public record ForgottenView(int forgotten) {}
