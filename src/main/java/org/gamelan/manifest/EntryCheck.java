package org.gamelan.manifest;

import java.util.Set;

/** Checks of single entries that a JSON Schema cannot say well. */
final class EntryCheck {
  private EntryCheck() {}

  static void check(ManifestFolder folder, Problems problems) {
    folder.agents().forEach(agent -> complexity(agent, problems));
    folder.mcpServers().forEach(server -> address(server, problems));
    Set<String> servers = folder.names(Section.MCP_SERVERS);
    for (ToolManifest tool : folder.tools()) {
      tool.mcp()
          .filter(server -> servers.contains(server) && tool.enabled())
          .ifPresent(server -> notConnected(tool, server, problems));
      tool.mcp()
          .filter(server -> !servers.contains(server))
          .ifPresent(
              server ->
                  problems.unknown(
                      tool.entry().file(),
                      tool.entry().at("/mcp"),
                      Rule.UNKNOWN_TOOL,
                      "MCP server",
                      server,
                      servers));
    }
  }

  private static void notConnected(ToolManifest tool, String server, Problems problems) {
    problems.warning(
        tool.entry().file(),
        tool.entry().at("/mcp"),
        Rule.UNKNOWN_TOOL,
        "MCP servers are not connected by this version, so nobody can call '" + tool.name() + "'",
        "leave '" + server + "' out, or offer the tool by a class of the application");
  }

  private static void complexity(AgentManifest agent, Problems problems) {
    if (agent.minComplexity() > agent.maxComplexity()) {
      problems.error(
          agent.file(),
          agent.entry().keyAt("/complexity"),
          Rule.TYPE,
          "The lowest complexity of '" + agent.name() + "' is above its highest",
          "swap min and max");
    }
  }

  private static void address(McpServerManifest server, Problems problems) {
    if (server.command().isEmpty() == server.url().isEmpty()) {
      problems.error(
          server.entry().file(),
          server.entry().keyAt(""),
          Rule.MISSING,
          "The MCP server '" + server.name() + "' needs either a command or a url");
    }
  }
}
