package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody decided for a stage of one task.
 *
 * @param id its id
 * @param kind what is put in the place of what
 * @param stage the stage
 * @param agent which agent of a team it is about, or null
 * @param value the name of an agent, a model or a stage; or an input
 * @param used whether it was used already
 */
public record TaskOverride(
    UUID id, Kind kind, String stage, String agent, JsonNode value, boolean used) {

  /** One that is about no single agent of a team. */
  public TaskOverride(UUID id, Kind kind, String stage, JsonNode value, boolean used) {
    this(id, kind, stage, null, value, used);
  }

  /** What an override decides. */
  public enum Kind {
    /** Who works. */
    AGENT,
    /** Which model is asked. */
    MODEL,
    /** Which stage comes next; once. */
    NEXT,
    /** What the stage works on. */
    INPUT;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> find(String id) {
      return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
  }
}
