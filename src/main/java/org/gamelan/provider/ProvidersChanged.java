package org.gamelan.provider;

/** Providers or models changed, and the new catalogue is in force on this node. */
public record ProvidersChanged() {}
