/**
 * How well agents do: it follows the ends of their stages, keeps scores by agent and class of task,
 * and puts agents in order by them. It must not know who asks for that order, nor the API and pages
 * that show it.
 */
package org.gamelan.evolution;
