/**
 * Runs tasks through their workflows: leases, claims, execution of stages, the decision what
 * follows and its commit, recovery after a crash. Knows tasks only as rows that it moves on; who
 * made them, and who wants to hear of it, is not its business.
 */
package org.gamelan.engine;
