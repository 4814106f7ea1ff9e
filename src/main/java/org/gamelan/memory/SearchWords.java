package org.gamelan.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of texts and of searches, for the entries that are not in a database. */
final class SearchWords {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern PART = Pattern.compile("(-?)(?:\"([^\"]*)\"?|(\\S+))");

  private SearchWords() {}

  /** The words of a text in order, in lower case. */
  static List<String> of(String text) {
    return Arrays.stream(BETWEEN.split(text.toLowerCase(Locale.ROOT)))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The first different words of a text. */
  static Set<String> distinct(String text, int most) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : of(text)) {
      if (words.size() == most) {
        break;
      }
      words.add(word);
    }
    return words;
  }

  /**
   * Whether words fit a search, as PostgreSQL's {@code websearch_to_tsquery} reads it: all parts
   * have to be there, phrases stand in quotation marks, {@code or} parts alternatives, and a minus
   * tells what must not be there.
   */
  static boolean fit(List<String> words, String search) {
    boolean any = false;
    boolean all = true;
    boolean looked = false;
    var parts = PART.matcher(search);
    while (parts.find()) {
      String phrase = parts.group(2) == null ? parts.group(3) : parts.group(2);
      if (parts.group(3) != null && parts.group().equalsIgnoreCase("or")) {
        any = any || (looked && all);
        all = true;
        looked = false;
        continue;
      }
      List<String> wanted = of(phrase);
      if (!wanted.isEmpty()) {
        looked = true;
        all = all && contains(words, wanted) != parts.group(1).equals("-");
      }
    }
    return any || (looked && all);
  }

  private static boolean contains(List<String> words, List<String> phrase) {
    return java.util.Collections.indexOfSubList(words, phrase) >= 0;
  }

  /** How many of the words that are looked for are among these, from 0 to 1. */
  static double share(Collection<String> words, Collection<String> wanted) {
    if (wanted.isEmpty()) {
      return 0;
    }
    List<String> found = new ArrayList<>(wanted);
    found.retainAll(Set.copyOf(words));
    return (double) found.size() / wanted.size();
  }
}
