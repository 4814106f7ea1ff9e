package org.gamelan.agent;

import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.WeakHashMap;
import org.gamelan.json.Json;

/** What versions of agents are told apart by; worked out once for as long as one is in use. */
final class AgentHashes {
  private static final Map<AgentDefinition, String> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  private AgentHashes() {}

  /** The same for all definitions that say the same. */
  static String of(AgentDefinition definition) {
    String known = KNOWN.get(definition);
    if (known == null) {
      known = HexFormat.of().formatHex(Json.hash(definition.content()));
      KNOWN.put(definition, known);
    }
    return known;
  }
}
