package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
  private static final List<String> NAMES =
      IntStream.range(0, 10).mapToObj(i -> "name" + i).toList();

  @Test
  void pagesTogetherGiveEverythingOnce() {
    List<String> seen = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      Page<String> page = page("3", cursor);
      seen.addAll(page.items());
      cursor = page.next();
      pages++;
    } while (cursor != null);
    assertThat(seen).isEqualTo(NAMES);
    assertThat(pages).isEqualTo(4);
  }

  @Test
  void theLastFullPageHasNoNext() {
    assertThat(page("10", null).next()).isNull();
  }

  @Test
  void aLimitBeyondTheCapIsCapped() {
    assertThat(new Paging("501", null).limit()).isEqualTo(500);
    assertThat(new Paging("99999999999999999999", null).limit()).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "ten", "1.5", "", " 5"})
  void aLimitThatIsNoneIsRefused(String limit) {
    assertThatThrownBy(() -> new Paging(limit, null).limit())
        .isInstanceOf(RestException.class)
        .hasMessageContaining("limit");
  }

  private static Page<String> page(String limit, String cursor) {
    return new Paging(limit, cursor).page("names", NAMES, name -> name, name -> name);
  }
}
