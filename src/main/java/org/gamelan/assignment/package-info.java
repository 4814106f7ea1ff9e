/**
 * Task configs (reusable kinds of tasks), their assignments to agents, and the agent instances that
 * assignments make, each with a memory of its own. Knows agents by name, and of tasks only that
 * they begin and end; it must not know how they are run.
 */
package org.gamelan.assignment;
