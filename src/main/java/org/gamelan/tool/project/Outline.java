package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** The upper folders with how many files and lines lie below each, and the files at the top. */
final class Outline implements Collector {
  private final String below;
  private final int depth;
  private final int most;
  private final Map<String, long[]> folders = new TreeMap<>();
  private final Map<String, Long> topFiles = new TreeMap<>();
  private boolean cut;

  /**
   * @param below where the outline begins, with a slash at its end; empty for the top
   * @param depth how many levels of folders are told
   * @param most how many folders, and how many files, are told at most
   */
  Outline(String below, int depth, int most) {
    this.below = below;
    this.depth = depth;
    this.most = most;
  }

  @Override
  public void file(ScannedFile file) {
    String path = file.path();
    int slash = path.indexOf('/', below.length());
    if (slash < 0) {
      put(topFiles, path, file.lines());
    }
    for (int level = 0; slash >= 0 && level < depth; level++) {
      String folder = path.substring(0, slash);
      if (folders.size() >= most && !folders.containsKey(folder)) {
        cut = true;
      } else {
        long[] sums = folders.computeIfAbsent(folder, key -> new long[2]);
        sums[0]++;
        sums[1] += file.lines();
      }
      slash = path.indexOf('/', slash + 1);
    }
  }

  private void put(Map<String, Long> files, String path, long lines) {
    if (files.size() < most) {
      files.put(path, lines);
    } else {
      cut = true;
    }
  }

  @Override
  public void report(ObjectNode answer) {
    ObjectNode tree = answer.putObject("tree");
    ArrayNode shownFolders = tree.putArray("folders");
    folders.forEach(
        (path, sums) ->
            shownFolders.addObject().put("path", path).put("files", sums[0]).put("lines", sums[1]));
    ArrayNode shownFiles = tree.putArray("files");
    topFiles.keySet().forEach(shownFiles::add);
    tree.put("truncated", cut);
  }
}
