package org.gamelan.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.BufferRecyclers;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // as in the class itself
class ThreadBuffersTest {
  @Test
  void whatALibraryReadsWithIsForgotten() throws Exception {
    ObjectMapper library = new ObjectMapper();
    library.readTree("{\"a\": 1}");
    BufferRecycler kept = BufferRecyclers.getBufferRecycler();
    library.readTree("{\"a\": 2}");
    assertThat(BufferRecyclers.getBufferRecycler()).isSameAs(kept);
    ThreadBuffers.release();
    assertThat(BufferRecyclers.getBufferRecycler()).isNotSameAs(kept);
    assertThat(library.readTree("{\"a\": 3}").path("a").asInt()).isEqualTo(3);
  }
}
