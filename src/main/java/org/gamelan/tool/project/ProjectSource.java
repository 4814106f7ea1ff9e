package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.tool.ToolContext;
import org.gamelan.workspace.SourceFolder;
import org.gamelan.workspace.SourceFolders;
import org.gamelan.workspace.WalkLimits;

/** Finds the source a tool is to look at: the task's own, or for a tool stage one it names. */
@ApplicationScoped
public class ProjectSource {
  private SourceFolders folders;

  /** For the container's proxies. */
  protected ProjectSource() {}

  @Inject
  public ProjectSource(SourceFolders folders) {
    this.folders = folders;
  }

  /**
   * A source and where to begin in it.
   *
   * @param below the folder to begin in with a slash at its end; empty for the top
   */
  record Place(SourceFolder folder, String below) {}

  /**
   * Resolves a tool's {@code path}: nothing for the whole source, a folder inside it, or, as a tool
   * stage passes it on, a source itself.
   *
   * @return nothing when the task has no source and none is named
   */
  Optional<Place> find(JsonNode path, ToolContext context) {
    JsonNode own = context.source();
    boolean hasOwn = own != null && own.isObject();
    if (path.isObject() || isAbsolute(path)) {
      JsonNode named = path.isObject() ? path : Json.object().put("path", path.textValue());
      if (context.agent() != null && !(hasOwn && named.equals(own))) {
        throw new GamelanException(
            FailureKind.NOT_PERMITTED,
            "An agent sees only the source of its task. Leave 'path' out, or give a folder inside"
                + " the source, such as src.");
      }
      return Optional.of(new Place(folders.open(named), ""));
    }
    if (!hasOwn) {
      return Optional.empty();
    }
    Place place = new Place(folders.open(own), below(path.asText("")));
    if (!place.below().isEmpty()) {
      place.folder().list(place.below()); // says so when there is no such folder
    }
    return Optional.of(place);
  }

  /** As {@link #find}, for tools that can do nothing without a source. */
  Place require(JsonNode path, ToolContext context) {
    return find(path, context)
        .orElseThrow(
            () ->
                new GamelanException(
                    FailureKind.TOOL,
                    "The task has no source, so there are no files. A task's 'source' names a"
                        + " folder or a git URL."));
  }

  /** The limits of a walk, so that it ends, with a notice, before the call's time is over. */
  static WalkLimits limits(ToolContext context) {
    Duration most = context.timeout().multipliedBy(3).dividedBy(4);
    return WalkLimits.DEFAULT.within(most);
  }

  private static boolean isAbsolute(JsonNode path) {
    return path.isTextual() && path.textValue().startsWith("/");
  }

  private static String below(String path) {
    String normal = Path.of(path).normalize().toString();
    if (normal.startsWith("..")) {
      throw new GamelanException(
          FailureKind.NOT_PERMITTED, "'" + path + "' leads out of the source.");
    }
    return normal.isEmpty() || normal.equals(".") ? "" : normal + "/";
  }
}
