/**
 * Tells those who run Gamelan how it fares: figures for {@code /metrics}, traces for a collector,
 * and the ids of task and stage on every line of the log. It only listens and counts; nothing waits
 * for it, and nothing below knows it.
 */
package org.gamelan.telemetry;
