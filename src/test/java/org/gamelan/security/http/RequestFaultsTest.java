package org.gamelan.security.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFaultsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "q=a+b", "q=100%25", "q=%C3%A9", "q=%f0%9f%98%80", "q=é", "/tasks/a%2Fb"})
  void whatDecodesIsRead(String text) {
    assertThat(RequestFaults.ofText("query", text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"q=%", "q=%4", "q=%zz", "q=100%", "q=%+1", "q=%-1"})
  void anEscapeNeedsTwoDigits(String text) {
    assertThat(RequestFaults.ofText("query", text))
        .hasValueSatisfying(fault -> assertThat(fault).startsWith("The query").contains("%25"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"q=%ff", "q=%c3", "q=%c0%80", "q=%ed%a0%80"})
  void anEscapeIsUtf8(String text) {
    assertThat(RequestFaults.ofText("query", text))
        .hasValueSatisfying(fault -> assertThat(fault).contains("UTF-8"));
  }

  @Test
  void noTextHasTheCharacterZero() {
    assertThat(RequestFaults.ofText("path", "/tasks/a%00"))
        .hasValueSatisfying(fault -> assertThat(fault).startsWith("The path").contains("%00"));
  }

  @Test
  void nothingIsNoFault() {
    assertThat(RequestFaults.ofText("query", null)).isEmpty();
  }
}
