package org.gamelan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static final String POST =
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 17\r\n\r\n{\"stream\" : true}";

  @Test
  void wholeRequestIsRead() {
    Request request = parse(POST).orElseThrow();

    assertThat(request).isEqualTo(new Request("POST", "/a", false, true, POST.length()));
  }

  @Test
  void requestIsAwaitedUntilItsLastByte() {
    for (int length = 0; length < POST.length(); length++) {
      assertThat(parse(POST.substring(0, length))).isEmpty();
    }
  }

  @Test
  void whatFollowsBelongsToTheNextRequest() {
    String two = POST + "GET /b HTTP/1.1\r\nConnection: close\r\n\r\n";

    assertThat(parse(two)).map(Request::length).contains(POST.length());
    assertThat(parse(two.substring(POST.length()))).map(Request::close).contains(true);
  }

  @Test
  void streamIsAskedForOnlyByTrue() {
    String body = "{\"stream\":false}";
    String head = "POST /a HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n";

    assertThat(parse(head + body)).map(Request::stream).contains(false);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> parse("nonsense\r\n\r\n"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> parse("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Optional<Request> parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return Request.parse(bytes, bytes.length);
  }
}
