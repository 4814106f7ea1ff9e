package org.gamelan.agent;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The ways in which agents are found. */
public enum AgentSource {
  /** A bean or producer method that carries {@link RegisterAgent}. */
  ANNOTATION,
  /** A file in a folder of agents. */
  CONVENTION,
  /** A manifest or settings. */
  CONFIGURATION,
  /** Made by an administrator. */
  ADMIN;

  /** The word used in the API. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words, in order. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(AgentSource::id).toList();
  }
}
