/**
 * What touches the machine: clock, ids, the data source and its transactions, migration, health.
 * Knows nothing of agents, tasks or any other word of the domain.
 */
package org.gamelan.platform;
