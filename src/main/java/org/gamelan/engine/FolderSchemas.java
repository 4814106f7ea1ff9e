package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.gamelan.manifest.ManifestTexts;
import org.gamelan.workflow.WorkflowBundle;

/**
 * The schemas that folders bring along, by global names: {@code FOLDER/NAME}. Where two folders
 * have one name, the later one by path is told apart by the folder it lies in.
 *
 * @param schemas by global name
 */
record FolderSchemas(Map<String, Local> schemas) {

  FolderSchemas {
    schemas = Collections.unmodifiableMap(new TreeMap<>(schemas));
  }

  /**
   * A schema in its folder.
   *
   * @param origin the folder
   * @param name what it is called there; one written inside a stage is {@code STAGE.outputSchema}
   * @param schema the document
   */
  record Local(String origin, String name, JsonNode schema) {}

  static FolderSchemas of(Catalogue catalogue) {
    Map<String, Local> all = new TreeMap<>();
    Map<String, String> folders = new TreeMap<>();
    for (Map.Entry<String, WorkflowBundle> bundle : catalogue.bundles().entrySet()) {
      String origin = bundle.getKey();
      String folder = folder(origin, folders);
      bundle
          .getValue()
          .schemas()
          .forEach((name, schema) -> all.put(folder + "/" + name, new Local(origin, name, schema)));
    }
    return new FolderSchemas(all);
  }

  private static String folder(String origin, Map<String, String> taken) {
    String name = ManifestTexts.folderName(origin);
    Path parent = ManifestTexts.isBuiltIn(origin) ? null : Path.of(origin).getParent();
    if (taken.containsKey(name) && parent != null && parent.getFileName() != null) {
      name = parent.getFileName() + "/" + name;
    }
    while (taken.containsKey(name)) {
      name = name + "-2";
    }
    taken.put(name, origin);
    return name;
  }
}
