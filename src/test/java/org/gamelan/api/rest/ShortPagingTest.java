package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortPagingTest {
  private static final List<String> NAMES =
      IntStream.range(0, 70).mapToObj(i -> "name" + (99 - i)).toList();

  @Test
  void everythingComesWhenNobodyAsksForLess() {
    Page<String> page = page(null, null, NAMES);
    assertThat(page.items()).isEqualTo(NAMES);
    assertThat(page.next()).isNull();
  }

  @Test
  void pagesTogetherGiveEverythingOnceInTheListsOrder() {
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<String> page = page("30", cursor, NAMES);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(30);
      seen.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).isEqualTo(NAMES);
  }

  @Test
  void aCursorWithoutALimitTakesTheUsualOne() {
    String cursor = page("5", null, NAMES).next();
    assertThat(page(null, cursor, NAMES).items()).isEqualTo(NAMES.subList(5, 55));
  }

  @Test
  void thePlaceCountsWhereTheLastOneSeenIsGone() {
    String cursor = page("2", null, NAMES).next();
    List<String> without = new ArrayList<>(NAMES);
    without.remove(1);
    without.add(0, "new");
    assertThat(page("1", cursor, without).items()).containsExactly(NAMES.get(2));
  }

  @Test
  void whatComesInBeforeTheLastOneSeenRepeatsNothing() {
    String cursor = page("2", null, NAMES).next();
    List<String> more = new ArrayList<>(NAMES);
    more.add(0, "new");
    assertThat(page("1", cursor, more).items()).containsExactly(NAMES.get(2));
  }

  @Test
  void aLimitOrCursorThatIsNoneIsRefused() {
    assertThatThrownBy(() -> page("0", null, NAMES)).isInstanceOf(RestException.class);
    assertThatThrownBy(() -> page("2", "x", NAMES)).isInstanceOf(RestException.class);
  }

  private static Page<String> page(String limit, String cursor, List<String> all) {
    return new ShortPaging(limit, cursor).page("names", all, name -> name, name -> name);
  }
}
