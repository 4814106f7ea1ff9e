/**
 * The tools by which agents and tool stages remember and recall. What a call may see follows from
 * the task it works for.
 */
package org.gamelan.engine.memory;
