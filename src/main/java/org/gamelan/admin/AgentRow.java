package org.gamelan.admin;

import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.provider.Models;

/**
 * An agent as lists and its page show it.
 *
 * @param entry the agent
 * @param unfinished how many tasks it has in hand
 */
public record AgentRow(AgentEntry entry, int unfinished) {
  private static final long FULL = 100;

  public AgentDefinition agent() {
    return entry.definition();
  }

  public String name() {
    return entry.name();
  }

  public String status() {
    return entry.status(unfinished).id();
  }

  /** The class that colours its badge. */
  public String tone() {
    return switch (entry.status(unfinished)) {
      case AVAILABLE -> "status-succeeded";
      case BUSY -> "status-running";
      case DISABLED -> "status-retired";
      case RETIRING -> "status-waiting";
    };
  }

  public String model() {
    return agent().model() == null ? Models.DEFAULT_ALIAS : agent().model();
  }

  /** Where it comes from, in a word that people know. */
  public String source() {
    return source(agent().source());
  }

  /** The word for a source of agents. */
  static String source(String id) {
    return switch (id) {
      case "annotation" -> "built in";
      case "convention" -> "file";
      case "configuration" -> "manifest or settings";
      case "admin" -> "made here";
      default -> id;
    };
  }

  /** What it has in hand of what it may have: {@code 2 of 4}, or {@code 2} without a limit. */
  public String load() {
    return agent().capacity() == null
        ? Integer.toString(unfinished)
        : unfinished + " of " + agent().capacity();
  }

  /** How full it is, in per cent; 0 without a limit. */
  public long percent() {
    return agent().capacity() == null
        ? 0
        : Math.min(FULL, Math.round(FULL * (double) unfinished / agent().capacity()));
  }
}
