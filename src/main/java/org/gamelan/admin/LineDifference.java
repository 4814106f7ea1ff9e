package org.gamelan.admin;

import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/** Two texts line by line: what went, what came, and a few lines around. */
final class LineDifference {
  private static final int AROUND = 3;
  private static final int MOST_COMPARED = 2_000;
  private static final int MOST_SHOWN = 1_000;

  private final List<String> before;
  private final List<String> after;
  private final List<Line> shown = new ArrayList<>();
  private int passed;

  private LineDifference(String before, String after) {
    this.before = lines(before);
    this.after = lines(after);
  }

  /**
   * One line as it is shown.
   *
   * @param kind {@code same}, {@code went}, {@code come}, or {@code skipped} for lines left out
   * @param before its number in the first text, from 1, or null
   * @param after its number in the second text, from 1, or null
   * @param text what stands there
   */
  public record Line(String kind, Integer before, Integer after, String text) {
    public String sign() {
      return switch (kind) {
        case "went" -> "−";
        case "come" -> "+";
        default -> "";
      };
    }
  }

  static List<Line> of(String before, String after) {
    LineDifference difference = new LineDifference(before, after);
    difference.compare();
    List<Line> lines = difference.inOrder();
    if (lines.size() <= MOST_SHOWN) {
      return lines;
    }
    List<Line> first = new ArrayList<>(lines.subList(0, MOST_SHOWN));
    first.add(skipped(lines.size() - MOST_SHOWN));
    return first;
  }

  /** Within one change, what went stands before what came. */
  private List<Line> inOrder() {
    List<Line> ordered = new ArrayList<>();
    List<Line> come = new ArrayList<>();
    for (Line line : shown) {
      if (line.kind().equals("come")) {
        come.add(line);
        continue;
      }
      if (!line.kind().equals("went")) {
        ordered.addAll(come);
        come.clear();
      }
      ordered.add(line);
    }
    ordered.addAll(come);
    return ordered;
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }

  private void compare() {
    if (before.size() > MOST_COMPARED || after.size() > MOST_COMPARED) {
      // Comparing takes time by lines times changes.
      before.forEach(this::gone);
      for (int i = 0; i < after.size(); i++) {
        shown.add(new Line("come", null, i + 1, after.get(i)));
      }
      return;
    }
    var changes = new MyersDiffWithLinearSpace<String>().computeDiff(before, after, null);
    int at = 0;
    int other = 0;
    for (AbstractDelta<String> delta : Patch.generate(before, after, changes).getDeltas()) {
      int begin = delta.getSource().getPosition();
      same(at, begin, other, at == 0 ? 0 : AROUND, AROUND);
      delta.getSource().getLines().forEach(this::gone);
      at = begin + delta.getSource().size();
      other = delta.getTarget().getPosition();
      for (String line : delta.getTarget().getLines()) {
        shown.add(new Line("come", null, ++other, line));
      }
    }
    same(at, before.size(), other, AROUND, 0);
  }

  private void gone(String line) {
    shown.add(new Line("went", ++passed, null, line));
  }

  /** Lines from one place to another: some at the beginning, some at the end. */
  private void same(int from, int to, int other, int first, int last) {
    int shift = other - from;
    int left = to - from - first - last;
    for (int i = from; i < to; i++) {
      if (left > 1 && i == from + first) {
        shown.add(skipped(left));
        i += left - 1;
      } else {
        shown.add(new Line("same", i + 1, i + 1 + shift, before.get(i)));
      }
    }
    passed = to;
  }

  private static Line skipped(int lines) {
    return new Line("skipped", null, null, lines + " lines");
  }
}
