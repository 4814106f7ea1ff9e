package org.gamelan.api.rest;

/**
 * How a provider is to be validated.
 *
 * @param call whether a model is to be called for one token, too
 */
public record ValidationBody(Boolean call) {}
