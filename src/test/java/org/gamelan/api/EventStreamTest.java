package org.gamelan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gamelan.event.Event;
import org.gamelan.testing.TestClock;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private final SlowSink sink = new SlowSink();

  @Test
  void aSinkIsLeftAloneUntilItsStreamBegins() {
    EventStream stream =
        new EventStream(new AtOnce(), null, sink, StreamEnd.NEVER, new TestClock());
    stream.wake();
    assertThat(sink.asked).isZero();
    stream.begin();
    assertThat(sink.asked).isEqualTo(1);
    stream.wake();
    assertThat(sink.asked).isEqualTo(2);
  }

  /** Works on the thread that asks. */
  private static final class AtOnce extends EventStreams {
    @Override
    void execute(Runnable work) {
      work.run();
    }
  }

  /** Never takes anything. */
  private static final class SlowSink implements EventSink {
    private int asked;

    @Override
    public boolean isReady() {
      asked++;
      return false;
    }

    @Override
    public void send(List<Event> events) {
      throw new AssertionError("not ready");
    }

    @Override
    public void resync() {
      throw new AssertionError("not ready");
    }

    @Override
    public void heartbeat() {
      throw new AssertionError("not ready");
    }

    @Override
    public void close(String reason) {
      throw new AssertionError(reason);
    }
  }
}
