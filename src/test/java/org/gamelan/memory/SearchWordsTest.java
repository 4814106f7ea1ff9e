package org.gamelan.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchWordsTest {
  private static final List<String> WORDS = SearchWords.of("Round tables, made of OAK; 4 legs.");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tables | true",
        "round oak | true",
        "round pine | false",
        "\"round tables\" | true",
        "\"tables round\" | false",
        "\"made of oak | true",
        "tables -pine | true",
        "tables -oak | false",
        "-\"round tables\" | false",
        "pine or oak | true",
        "pine or birch | false",
        "pine OR legs -round | false",
        "!!! | false"
      })
  void searchesAreReadAsOnTheWeb(String search, boolean fits) {
    assertThat(SearchWords.fit(WORDS, search)).isEqualTo(fits);
  }

  @Test
  void theShareCountsEachWordOnce() {
    assertThat(SearchWords.share(WORDS, List.of("oak", "pine"))).isEqualTo(0.5);
    assertThat(SearchWords.share(WORDS, List.of())).isZero();
    assertThat(SearchWords.distinct("a B a c", 2)).containsExactly("a", "b");
  }
}
