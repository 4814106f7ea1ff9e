package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** The largest files of a project. */
@Dependent
public class ProjectLargestTool extends ScanTool {
  private static final int LIMIT = 20;

  @Inject
  public ProjectLargestTool(ProjectSource source) {
    super(
        source,
        "project.largest",
        "The largest files of the project with bytes and lines",
        """
        , "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 20,
                    "description": "How many files"}
        """);
  }

  @Override
  List<Collector> collectors(JsonNode arguments, String below) {
    return List.of(new Largest(arguments.path("limit").asInt(LIMIT)));
  }
}
