/**
 * Agents: configured roles of models. Definitions, the registry of them, and the runtime that
 * builds a prompt, calls the model, lets it use tools and makes its answer fit the schema. Knows
 * nothing of tasks, stages or their storage; what must survive a crash goes through {@link
 * org.gamelan.agent.CallJournal}.
 */
package org.gamelan.agent;
