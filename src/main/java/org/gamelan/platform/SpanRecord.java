package org.gamelan.platform;

import java.util.Map;

/**
 * A piece of work that was traced.
 *
 * @param trace the trace it belongs to, 32 hexadecimal digits
 * @param id its own id, 16 hexadecimal digits
 * @param parent the id of what it is a part of, or null
 * @param name what was done, to what
 * @param startedAt when it began, in nanoseconds since 1970
 * @param endedAt when it ended, in nanoseconds since 1970
 * @param attributes what is said of it
 * @param error a word for the kind of its failure, or null when it went well
 * @param message why it failed, or null
 */
public record SpanRecord(
    String trace,
    String id,
    String parent,
    String name,
    long startedAt,
    long endedAt,
    Map<String, Object> attributes,
    String error,
    String message) {}
