/**
 * What is remembered for tasks, agents, projects and all: entries by scope and owner, where they
 * are kept, how they are found again. Knows owners by name; it must not know how tasks are run or
 * what an agent is.
 */
package org.gamelan.memory;
