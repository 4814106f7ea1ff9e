/**
 * Places where models are served, the aliases under which agents know the models, and the one way
 * to call them. Adapters for wire formats live in children. Knows nothing of agents, stages or
 * tasks beyond the origin that a call carries for rules and accounts.
 */
package org.gamelan.provider;
