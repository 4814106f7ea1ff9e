package org.gamelan.tool.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pages of the documentation, cut at their headings, and the search in them. Immutable. */
final class DocPages {
  /** The pages that come with the application, below {@code documentation/} on the class path. */
  static final List<String> NAMES =
      List.of(
          "getting-started",
          "manifests",
          "configuration",
          "api",
          "operations",
          "performance",
          "security",
          "architecture");

  private static final int LONGEST_PASSAGE = 2_500;
  private static final int HEADING_WEIGHT = 4;

  private final List<Passage> passages;
  private final Map<String, Integer> frequency = new HashMap<>();

  private DocPages(List<Passage> passages) {
    this.passages = List.copyOf(passages);
    for (Passage passage : passages) {
      Set<String> words = new HashSet<>(passage.words());
      words.addAll(Words.of(passage.heading() + " " + passage.page()));
      words.forEach(word -> frequency.merge(word, 1, Integer::sum));
    }
  }

  /** Reads the pages that come with the application. */
  static DocPages read() {
    List<Passage> passages = new ArrayList<>();
    for (String name : NAMES) {
      String path = "/documentation/" + name + ".md";
      try (InputStream in = DocPages.class.getResourceAsStream(path)) {
        if (in == null) {
          throw new IllegalStateException("The class path lacks " + path);
        }
        passages.addAll(cut(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException("Reading " + path, e);
      }
    }
    return new DocPages(passages);
  }

  private static List<Passage> cut(String page, String text) {
    List<Passage> passages = new ArrayList<>();
    String heading = page;
    StringBuilder below = new StringBuilder();
    boolean fenced = false;
    for (String line : text.lines().toList()) {
      fenced ^= line.startsWith("```");
      if ((!fenced && line.startsWith("#")) || below.length() > LONGEST_PASSAGE) {
        add(page, heading, below, passages);
        if (line.startsWith("#") && !fenced) {
          heading = line.replaceFirst("^#+\\s*", "");
          continue;
        }
      }
      below.append(line).append('\n');
    }
    add(page, heading, below, passages);
    return passages;
  }

  private static void add(
      String page, String heading, StringBuilder below, List<Passage> passages) {
    String text = below.toString().strip();
    below.setLength(0);
    if (!text.isEmpty()) {
      passages.add(new Passage(page, heading, text, Words.of(text)));
    }
  }

  /** The passages that say most about a question, the best first. */
  List<Passage> search(String question, int most) {
    Set<String> asked = new HashSet<>(Words.of(question));
    Map<Passage, Double> scores = new HashMap<>();
    for (Passage passage : passages) {
      double score = score(passage, asked);
      if (score > 0) {
        scores.put(passage, score);
      }
    }
    return passages.stream()
        .filter(scores::containsKey)
        .sorted(Comparator.comparingDouble((Passage passage) -> -scores.get(passage)))
        .limit(most)
        .toList();
  }

  /** Rare words count more than common ones, headings more than texts, repetitions less. */
  private double score(Passage passage, Set<String> asked) {
    Set<String> heading = new HashSet<>(Words.of(passage.heading() + " " + passage.page()));
    double score = 0;
    for (String word : asked) {
      long count = passage.words().stream().filter(word::equals).count();
      double weight = count / (count + 1.0) + (heading.contains(word) ? HEADING_WEIGHT : 0);
      double rarity = Math.log1p((double) passages.size() / frequency.getOrDefault(word, 1));
      score += weight * rarity;
    }
    return score / (1 + Math.log1p(passage.words().size()) / 10);
  }
}
