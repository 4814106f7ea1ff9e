package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.gamelan.engine.Permissions;

/** What the agent of a page may do with its tools, and why. */
@Named
@RequestScoped
public class AgentPolicy {
  private AgentPage page;
  private Permissions permissions;

  private List<Row> rows;

  /** For the container's proxies. */
  protected AgentPolicy() {}

  @Inject
  AgentPolicy(AgentPage page, Permissions permissions) {
    this.page = page;
    this.permissions = permissions;
  }

  /**
   * A tool of the agent.
   *
   * @param name its name
   * @param description what it does
   * @param effect what a call leaves behind, in a few words
   * @param needs what it needs, in one line
   * @param verdict what policy says, in a word
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
    static Row of(Permissions.Permission permission) {
      AgentPage.AgentTool tool =
          permission.tool() == null
              ? AgentPage.AgentTool.missing(permission.name())
              : AgentPage.AgentTool.of(permission.tool(), true);
      return new Row(
          permission.name(),
          tool.description(),
          tool.effect(),
          permission.tool() == null
              ? ""
              : String.join(", ", permission.tool().capabilities().stream().sorted().toList()),
          PolicyTones.word(permission.decision().verdict()),
          PolicyTones.tone(permission.decision().verdict().id()),
          permission.decision().reason());
    }
  }

  public List<Row> getRows() {
    if (rows == null) {
      rows = permissions.of(page.getAgent()).stream().map(Row::of).toList();
    }
    return rows;
  }
}
