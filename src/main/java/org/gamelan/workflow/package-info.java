/**
 * Workflow graphs as immutable values: stages, edges, pipelines, the rules that make a graph sound
 * and the expressions on its edges. Plain Java; it does not know who runs a stage or where.
 */
package org.gamelan.workflow;
