package org.gamelan.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds the JSON documents in what a model wrote, the likeliest first. Work is bounded by a budget
 * of a few times the text's length.
 */
final class Candidates {
  private static final int MAX_CANDIDATES = 64;

  /** How often the length of the text may be read, and be kept in documents. */
  private static final int LENGTHS = 4;

  /** After these repairs what was read may have been prose, so a document may start inside it. */
  private static final Set<Repair> DOUBTFUL =
      EnumSet.of(Repair.STRAY, Repair.UNQUOTED_TEXT, Repair.KEY_WITHOUT_VALUE);

  private static final Pattern MEMBER = Pattern.compile("[\"'“][^\"'”\\n]{1,100}[\"'”]\\s*+:");

  private final String text;
  private final Set<Repair> before;
  private final List<TolerantScanner.Found> found = new ArrayList<>();
  private final boolean longest;
  private final int first;
  private long budget;
  private long kept;
  private long steps;
  private int seen;
  private boolean tooDeep;

  private Candidates(String text, boolean longest, Set<Repair> before) {
    this.longest = longest;
    this.text = text;
    this.before = before;
    this.first = text.length() - text.stripLeading().length();
    this.budget = (long) text.length() * LENGTHS + 1024;
  }

  /**
   * @param found what was found
   * @param tooDeep whether something was nested too deeply to be read
   * @param steps how often a character was looked at
   */
  record Result(List<TolerantScanner.Found> found, boolean tooDeep, long steps) {}

  /**
   * @param longest whether only the longest are of interest, not what may be inside of them
   * @param before what was mended in the text already
   * @param fits tells whether a document is what is looked for; the search ends with the first
   */
  static Result find(
      String text, boolean longest, Set<Repair> before, Predicate<TolerantScanner.Found> fits) {
    Candidates candidates = new Candidates(text, longest, before);
    candidates.search(fits);
    return new Result(candidates.found, candidates.tooDeep, candidates.steps);
  }

  private void search(Predicate<TolerantScanner.Found> fits) {
    List<int[]> fences = Fences.of(text);
    boolean fenced = !fences.isEmpty();
    String part =
        fenced ? text.substring(fences.get(0)[0], fences.get(0)[1]).strip() : text.strip();
    if (looksLikeMember(part) && offerMembers(part, fenced, fits)) {
      return;
    }
    for (int[] fence : fences) {
      if (containers(fence[0], fence[1], true, fits)) {
        return;
      }
    }
    if (!containers(0, text.length(), false, fits)) {
      // The line end tells the scanner that a number at the end was not cut off.
      TolerantScanner scanner = new TolerantScanner(part + "\n", 0);
      scanner.scalar().ifPresent(one -> offer(one, fenced, fits));
      steps += scanner.steps();
    }
  }

  /** Reads an object whose opening brace is missing. */
  private boolean offerMembers(String part, boolean fenced, Predicate<TolerantScanner.Found> fits) {
    TolerantScanner scanner = new TolerantScanner(part + "\n", 0);
    Optional<TolerantScanner.Found> members = scanner.members();
    tooDeep |= scanner.isTooDeep();
    steps += scanner.steps();
    return members.isPresent() && offer(members.get(), fenced, fits);
  }

  /** Reads objects and lists between two places; true when one fits. */
  private boolean containers(
      int from, int to, boolean fenced, Predicate<TolerantScanner.Found> fits) {
    int at = from;
    while (budget > 0 && !tooDeep && seen < MAX_CANDIDATES) {
      int start = opening(at, to);
      if (start < 0) {
        return false;
      }
      TolerantScanner scanner = new TolerantScanner(text, start);
      Optional<TolerantScanner.Found> one = scanner.container();
      tooDeep |= scanner.isTooDeep();
      steps += scanner.steps();
      budget -= scanner.position() - start + 1L;
      at = start + 1;
      if (one.isPresent() && !isLooseEnd(one.get()) && offer(one.get(), fenced, fits)) {
        return true;
      }
      if (one.isPresent() && (longest || Collections.disjoint(one.get().repairs(), DOUBTFUL))) {
        at = one.get().end();
      }
    }
    return false;
  }

  private boolean offer(
      TolerantScanner.Found one, boolean fenced, Predicate<TolerantScanner.Found> fits) {
    Set<Repair> repairs = EnumSet.noneOf(Repair.class);
    repairs.addAll(before);
    repairs.addAll(one.repairs());
    if (fenced) {
      repairs.add(Repair.FENCE);
    } else if (one.node().isContainerNode() && hasProse(one)) {
      repairs.add(Repair.PROSE);
    }
    TolerantScanner.Found candidate =
        new TolerantScanner.Found(one.node(), one.start(), one.end(), repairs);
    seen++;
    kept += one.end() - one.start() + 1L;
    if (kept <= 2L * text.length() + 1024 || found.isEmpty()) {
      found.add(candidate);
    }
    return fits.test(candidate);
  }

  private boolean hasProse(TolerantScanner.Found one) {
    return one.start() > first || !text.substring(Math.min(one.end(), text.length())).isBlank();
  }

  /** An opening bracket somewhere in prose, with nothing after it. */
  private boolean isLooseEnd(TolerantScanner.Found one) {
    return one.isTruncated() && one.node().isEmpty() && one.start() > first;
  }

  private static boolean looksLikeMember(String part) {
    return MEMBER.matcher(part).lookingAt();
  }

  private int opening(int from, int to) {
    for (int i = from; i < to; i++) {
      steps++;
      char c = text.charAt(i);
      if (c == '{' || c == '[') {
        return i;
      }
    }
    return -1;
  }
}
