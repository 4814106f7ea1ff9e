package org.gamelan.tool.project;

import java.util.List;
import org.gamelan.tool.Tool;
import org.gamelan.workspace.SourceFolders;

/** All tools of this package over some source folders, for tests. */
public final class ProjectTools {
  private ProjectTools() {}

  public static List<Tool> of(SourceFolders folders) {
    return of(new ProjectSource(folders));
  }

  static List<Tool> of(ProjectSource source) {
    return List.of(
        new ProjectScanTool(source),
        new ProjectTreeTool(source),
        new ProjectLanguagesTool(source),
        new ProjectDependenciesTool(source),
        new ProjectEntryPointsTool(source),
        new ProjectLargestTool(source),
        new FilesReadTool(source),
        new FilesListTool(source),
        new FilesSearchTool(source));
  }
}
