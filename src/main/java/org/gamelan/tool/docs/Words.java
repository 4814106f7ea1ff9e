package org.gamelan.tool.docs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes of texts the words by which they are compared. */
final class Words {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** Words that say nothing about a subject. */
  private static final Set<String> EMPTY =
      Set.of(
          "the", "and", "are", "can", "does", "for", "from", "how", "into", "its", "that", "this",
          "what", "when", "where", "which", "who", "why", "with", "you", "your", "gamelan", "not",
          "about", "please", "tell", "there", "has", "have", "will", "should", "would");

  private Words() {}

  static List<String> of(String text) {
    return Arrays.stream(BETWEEN.split(text.toLowerCase(Locale.ROOT)))
        .filter(word -> word.length() > 2 && !EMPTY.contains(word))
        .map(Words::stem)
        .toList();
  }

  /** Near enough for English: plurals and the commonest endings. */
  private static String stem(String word) {
    for (String ending : List.of("ing", "ies", "es", "ed", "s")) {
      if (word.length() - ending.length() > 2 && word.endsWith(ending)) {
        return word.substring(0, word.length() - ending.length());
      }
    }
    return word.length() > 4 && word.endsWith("e") ? word.substring(0, word.length() - 1) : word;
  }
}
