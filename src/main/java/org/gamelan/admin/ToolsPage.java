package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.gamelan.engine.Permissions;
import org.gamelan.policy.PolicyDecision;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.Tools;

/** The list of tools: what they need, and what the server's policy says to them. */
@Named
@RequestScoped
public class ToolsPage {
  private Tools tools;
  private Permissions permissions;

  private List<Row> rows;

  /** For the container's proxies. */
  protected ToolsPage() {}

  @Inject
  ToolsPage(Tools tools, Permissions permissions) {
    this.tools = tools;
    this.permissions = permissions;
  }

  /**
   * A tool in the list.
   *
   * @param name its name
   * @param description what it does
   * @param effect what a call leaves behind, in a few words
   * @param needs what it needs, in one line
   * @param verdict what the server's policy says, in a word
   * @param tone the class of that word's badge
   * @param reason why
   */
  public record Row(
      String name,
      String description,
      String effect,
      String needs,
      String verdict,
      String tone,
      String reason) {
    static Row of(ToolDefinition tool, PolicyDecision decision) {
      return new Row(
          tool.name(),
          tool.description(),
          AgentPage.AgentTool.of(tool, true).effect(),
          String.join(", ", tool.capabilities().stream().sorted().toList()),
          PolicyTones.word(decision.verdict()),
          PolicyTones.tone(decision.verdict().id()),
          decision.reason());
    }
  }

  public List<Row> getRows() {
    if (rows == null) {
      rows =
          tools.list().stream()
              .map(tool -> Row.of(tool, permissions.ofServer(tool.name())))
              .toList();
    }
    return rows;
  }
}
