/**
 * Tools that look at a task's source: what it is made of, what it depends on, what its files say.
 * They only read, within limits, and say so where they stopped. Knows nothing of who asks.
 */
package org.gamelan.tool.project;
