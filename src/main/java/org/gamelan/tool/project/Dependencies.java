package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gamelan.tool.project.BuildManifest.Dependency;

/** What the project is called and what it declares to depend on, from its build files. */
final class Dependencies implements Collector {
  private static final int MANIFEST_BYTES = 2_000_000;
  private static final int MOST_MANIFESTS = 100;

  private final int most;
  private final List<Found> found = new ArrayList<>();
  private boolean cut;

  private record Found(String path, BuildManifest manifest) {
    int depth() {
      return (int) path.chars().filter(c -> c == '/').count();
    }
  }

  /**
   * @param most how many dependencies are told, of all build files together
   */
  Dependencies(int most) {
    this.most = most;
  }

  @Override
  public void file(ScannedFile file) throws IOException {
    var reader = ManifestReaders.find(file.name());
    if (reader.isEmpty() || file.isBinary()) {
      return;
    }
    if (found.size() >= MOST_MANIFESTS) {
      cut = true;
    } else if (file.size() > MANIFEST_BYTES) {
      found.add(new Found(file.path(), BuildManifest.unreadable("unknown", "is too large")));
    } else {
      found.add(new Found(file.path(), reader.get().apply(file.text(MANIFEST_BYTES))));
    }
  }

  /** What the build file nearest to the top says of the project's name. */
  Optional<BuildManifest> project() {
    return found.stream()
        .filter(one -> one.manifest().name() != null)
        .min(Comparator.comparingInt(Found::depth))
        .map(Found::manifest);
  }

  @Override
  public void report(ObjectNode answer) {
    ObjectNode dependencies = answer.putObject("dependencies");
    int total = found.stream().mapToInt(one -> one.manifest().dependencies().size()).sum();
    dependencies.put("count", total);
    ArrayNode manifests = dependencies.putArray("manifests");
    ArrayNode list = dependencies.putArray("items");
    for (Found one : found) {
      ObjectNode shown =
          manifests
              .addObject()
              .put("path", one.path())
              .put("ecosystem", one.manifest().ecosystem())
              .put("count", one.manifest().dependencies().size());
      if (one.manifest().problem() != null) {
        shown.put("problem", one.manifest().problem());
      }
      one.manifest().dependencies().forEach(dependency -> item(list, one, dependency));
    }
    dependencies.put("truncated", cut || list.size() < total);
  }

  private void item(ArrayNode list, Found from, Dependency dependency) {
    if (list.size() >= most) {
      return;
    }
    ObjectNode item = list.addObject().put("name", Shown.text(dependency.name()));
    if (dependency.version() != null) {
      item.put("version", Shown.text(dependency.version()));
    }
    item.put("scope", Shown.text(dependency.scope())).put("manifest", from.path());
  }
}
