package org.gamelan.provider;

/**
 * Something that names a model.
 *
 * @param user what it is, as a part of a sentence: {@code the agent 'writer'}
 * @param model the alias, or {@code alias@version}
 */
public record ModelUse(String user, String model) {}
