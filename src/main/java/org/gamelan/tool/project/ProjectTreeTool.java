package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** The folders of a project with what lies below each. */
@Dependent
public class ProjectTreeTool extends ScanTool {
  private static final int DEPTH = 4;
  private static final int MOST = 500;

  @Inject
  public ProjectTreeTool(ProjectSource source) {
    super(
        source,
        "project.tree",
        "Folders of the project with the number of files and lines below each, down to a depth",
        """
        , "depth": {"type": "integer", "minimum": 1, "maximum": 10, "default": 4,
                    "description": "How many levels of folders"}
        """);
  }

  @Override
  List<Collector> collectors(JsonNode arguments, String below) {
    return List.of(new Outline(below, arguments.path("depth").asInt(DEPTH), MOST));
  }
}
