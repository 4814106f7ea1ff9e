package org.gamelan.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The top-level keys of manifest files. */
public enum Section {
  AGENTS("agents", "agents", true),
  TOOLS("tools", "tools", true),
  MCP_SERVERS("mcpServers", "tools", true),
  SCHEMAS("schemas", "schemas", true),
  STAGES("stages", "stages", true),
  WORKFLOW("workflow", "workflow", false),
  PIPELINES("pipelines", "pipelines", true),
  MEMORY("memory", "memory", false),
  SECURITY("security", "security", false);

  private final String key;
  private final String file;
  private final boolean named;

  Section(String key, String file, boolean named) {
    this.key = key;
    this.file = file;
    this.named = named;
  }

  /** The key as written. */
  public String key() {
    return key;
  }

  /** The name of the file it usually stands in, without its extension; also that of its schema. */
  public String file() {
    return file;
  }

  /** Whether it maps names to entries; otherwise it is one entry itself. */
  public boolean isNamed() {
    return named;
  }

  public static Optional<Section> find(String key) {
    return Arrays.stream(values()).filter(it -> it.key.equals(key)).findFirst();
  }

  /** All keys, in order. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Section::key).toList();
  }
}
