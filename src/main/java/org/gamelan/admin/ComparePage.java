package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.task.Stage;
import org.gamelan.task.Task;
import org.gamelan.task.TaskQueries;

/** Two tasks side by side: their stages, and in what their outputs differ. */
@Named
@RequestScoped
public class ComparePage {
  private static final int MOST_ROWS = 500;

  private TaskQueries queries;
  private FacesContext faces;

  private String leftId;
  private String rightId;
  private Task left;
  private Task right;
  private List<Row> rows;

  /** For the container's proxies. */
  protected ComparePage() {}

  @Inject
  ComparePage(TaskQueries queries, FacesContext faces) {
    this.queries = queries;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    leftId = parameters.get("left");
    rightId = parameters.get("right");
  }

  /** Answers with 404 where one of the two is not there. */
  public void open() throws IOException {
    Optional<Task> one = RunIds.parse(leftId).flatMap(queries::find);
    Optional<Task> other = RunIds.parse(rightId).flatMap(queries::find);
    if (one.isEmpty() || other.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
      return;
    }
    left = one.get();
    right = other.get();
  }

  public Task getLeft() {
    return left;
  }

  public Task getRight() {
    return right;
  }

  /** The stages of both, those of the left one first; at most 500. */
  public List<Row> getRows() {
    if (rows == null) {
      rows = rows(queries.stages(left.id()), queries.stages(right.id()));
    }
    return rows;
  }

  /** The stages whose outputs or ends differ. */
  public List<Row> getDifferent() {
    return getRows().stream().filter(row -> !row.isSame()).toList();
  }

  /**
   * A stage in both tasks, the latest attempt of a round.
   *
   * @param name the stage
   * @param round its round
   * @param branch its branch, or null
   * @param left its run in the left task, or null
   * @param right its run in the right task, or null
   */
  public record Row(String name, int round, String branch, Stage left, Stage right) {
    public boolean isSame() {
      return left != null
          && right != null
          && left.status() == right.status()
          && text(left).equals(text(right));
    }

    /** In what they differ. */
    public List<ShownDifference> differences() {
      List<ShownDifference> differences = new ArrayList<>();
      if (left != null && right != null && left.status() != right.status()) {
        differences.add(
            ShownDifference.of(
                "status", Json.tree(left.status().id()), Json.tree(right.status().id())));
      }
      if (!text(left).equals(text(right))) {
        differences.add(ShownDifference.of(what(), shown(left), shown(right)));
      }
      return differences;
    }

    private String what() {
      boolean failed =
          (left != null && left.failure() != null) || (right != null && right.failure() != null);
      return failed ? "output or failure" : "output";
    }

    private static JsonNode shown(Stage stage) {
      if (stage == null) {
        return null;
      }
      return stage.failure() == null
          ? stage.output()
          : Json.tree(stage.failure().kind().id() + ": " + stage.failure().message());
    }

    private static String text(Stage stage) {
      JsonNode shown = shown(stage);
      return shown == null ? "" : Json.write(shown);
    }
  }

  static List<Row> rows(List<Stage> left, List<Stage> right) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Stage stage : left) {
      rows.put(key(stage), new Row(stage.name(), stage.round(), stage.branch(), stage, null));
    }
    for (Stage stage : right) {
      Row row = rows.get(key(stage));
      Stage before = row == null ? null : row.left();
      rows.put(key(stage), new Row(stage.name(), stage.round(), stage.branch(), before, stage));
    }
    return rows.values().stream().limit(MOST_ROWS).toList();
  }

  private static String key(Stage stage) {
    return stage.name() + " " + stage.round() + " " + stage.branch();
  }
}
