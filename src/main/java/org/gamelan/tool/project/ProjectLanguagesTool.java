package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** The languages of a project with files and lines. */
@Dependent
public class ProjectLanguagesTool extends ScanTool {
  @Inject
  public ProjectLanguagesTool(ProjectSource source) {
    super(
        source,
        "project.languages",
        "Languages of the project with files, lines and bytes of each",
        "");
  }

  @Override
  List<Collector> collectors(JsonNode arguments, String below) {
    return List.of(new Census());
  }
}
