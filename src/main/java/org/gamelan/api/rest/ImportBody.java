package org.gamelan.api.rest;

import java.util.List;

/**
 * Which models to import.
 *
 * @param models the provider's own names of them; null for all
 */
public record ImportBody(List<String> models) {}
