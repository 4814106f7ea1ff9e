package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void markupIsEscaped() {
    assertThat(Text.xml("<a href=\"x\" title='y'>&"))
        .isEqualTo("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
  }

  @Test
  void whatXmlForbidsOrTurnsTheReadingRoundIsReplaced() {
    assertThat(Text.xml("a\u0000b\u202Ec\uD800d\uFFFFe\n\tf"))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\n\tf");
  }

  @Test
  void wideCharactersCountTwiceAndAreNeverHalved() {
    assertThat(Text.columns("ab漢字")).isEqualTo(6);
    assertThat(Text.shorten("ab漢字cd", 6)).isEqualTo("ab漢…");
    assertThat(Text.shorten("😀😀😀", 4)).isEqualTo("😀…");
    assertThat(Text.shorten("fits", 4)).isEqualTo("fits");
  }

  @Test
  void wordsForClassesHoldNothingElse() {
    assertThat(Text.word("a\" onload=x")).isEqualTo("a--onload-x");
  }
}
