package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDifferenceTest {
  @Test
  void changedLineWentAndCame() {
    assertThat(shown("a\nb\nc", "a\nB\nc"))
        .containsExactly("same 1 1 a", "went 2 null b", "come null 2 B", "same 3 3 c");
  }

  @Test
  void numbersFollowWhatWasAddedBefore() {
    assertThat(shown("b\nc", "a\nb\nC"))
        .containsExactly("come null 1 a", "same 1 2 b", "went 2 null c", "come null 3 C");
  }

  @Test
  void linesFarFromAChangeAreCounted() {
    List<String> shown = shown(numbers(1, 30, "x"), numbers(1, 30, "x") + "\nend");
    assertThat(shown)
        .containsExactly(
            "skipped null null 27 lines",
            "same 28 28 x28",
            "same 29 29 x29",
            "same 30 30 x30",
            "come null 31 end");
  }

  @Test
  void nothingBeforeIsAllNew() {
    assertThat(shown("", "a\nb")).containsExactly("come null 1 a", "come null 2 b");
    assertThat(shown("a", "")).containsExactly("went 1 null a");
  }

  @Test
  void endlessTextsAreShownInPart() {
    List<LineDifference.Line> lines =
        LineDifference.of(numbers(1, 5_000, "x"), numbers(1, 5_000, "y"));
    assertThat(lines).hasSize(1_001);
    assertThat(lines.get(1_000).text()).isEqualTo("9000 lines");
  }

  private static String numbers(int from, int to, String word) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> word + i)
        .collect(Collectors.joining("\n"));
  }

  private static List<String> shown(String before, String after) {
    return LineDifference.of(before, after).stream()
        .map(line -> line.kind() + " " + line.before() + " " + line.after() + " " + line.text())
        .toList();
  }
}
