package org.gamelan.provider.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.ModelToolCall;

/**
 * Names of tools as vendors take them: letters, digits, {@code _} and {@code -}, at most 64. The
 * same request always gives the same names.
 */
final class ToolNames {
  private static final int MAX_LENGTH = 64;

  private final Map<String, String> wireNames = new HashMap<>();
  private final Map<String, String> ownNames = new HashMap<>();

  static ToolNames of(ModelRequest request) {
    ToolNames names = new ToolNames();
    for (ModelTool tool : request.tools()) {
      names.add(tool.name());
    }
    for (ModelMessage message : request.messages()) {
      List<ModelToolCall> calls = message.toolCalls();
      calls.forEach(call -> names.add(call.name()));
    }
    return names;
  }

  private void add(String name) {
    if (wireNames.containsKey(name)) {
      return;
    }
    String plain = name.replaceAll("[^A-Za-z0-9_-]", "_");
    String wire = plain.length() <= MAX_LENGTH ? plain : plain.substring(0, MAX_LENGTH);
    for (int i = 2; ownNames.containsKey(wire); i++) {
      String suffix = "_" + i;
      int room = MAX_LENGTH - suffix.length();
      wire = (plain.length() <= room ? plain : plain.substring(0, room)) + suffix;
    }
    wireNames.put(name, wire);
    ownNames.put(wire, name);
  }

  /** What the vendor calls it. */
  String wire(String name) {
    return wireNames.getOrDefault(name, name);
  }

  /** What Gamelan calls it; a name that a model made up stays as it is. */
  String own(String wire) {
    return ownNames.getOrDefault(wire, wire);
  }
}
