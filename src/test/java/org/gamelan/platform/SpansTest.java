package org.gamelan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("spans")
class SpansTest {
  private static final UUID TASK = UUID.fromString("01a1ff30-0602-7d79-8c51-1faea6ec20d7");

  private final List<SpanRecord> ended = new CopyOnWriteArrayList<>();
  private boolean takes = true;

  @AfterEach
  void stop() {
    Spans.record(null);
  }

  private void record() {
    Spans.record(
        new Spans.Recorder() {
          @Override
          public void ended(SpanRecord span) {
            ended.add(span);
          }

          @Override
          public boolean takes(String trace) {
            return takes;
          }

          @Override
          public boolean takesContents() {
            return false;
          }
        });
  }

  @Test
  void nothingIsMadeOfItWhileNobodyRecords() {
    try (Span span = Spans.begin("stage plan", TASK)) {
      assertThat(span).isSameAs(Spans.begin("chat"));
      assertThat(span.isRecorded()).isFalse();
      span.with("key", "value").failed("timeout", "It took long");
    }
    assertThat(Spans.traceOf(TASK)).isNull();
  }

  @Test
  void workWithinWorkIsAPartOfItAlsoOnAnotherThread() throws InterruptedException {
    record();
    try (Span stage = Spans.begin("stage plan", TASK)) {
      stage.withOwn("stage.attempt", 2);
      Thread other =
          new Thread(
              Spans.carry(
                  () -> {
                    try (Span chat = Spans.begin("chat")) {
                      chat.failed("timeout", "It took long");
                    }
                  }));
      other.start();
      other.join();
      try (Span agent = Spans.begin("invoke_agent planner")) {
        assertThat(agent.isRecorded()).isTrue();
        Spans.begin("execute_tool files.read").close();
      }
    }
    assertThat(ended)
        .extracting(SpanRecord::name)
        .containsExactly("chat", "execute_tool files.read", "invoke_agent planner", "stage plan");
    SpanRecord stage = ended.get(3);
    assertThat(ended)
        .extracting(SpanRecord::trace)
        .containsOnly("01a1ff3006027d798c511faea6ec20d7");
    assertThat(stage.parent()).isEqualTo("8c511faea6ec20d7").isEqualTo(Spans.rootOf(TASK));
    assertThat(stage.attributes()).hasSize(1).containsValue(2);
    assertThat(ended.get(0).parent()).isEqualTo(stage.id());
    assertThat(ended.get(0).error()).isEqualTo("timeout");
    assertThat(ended.get(1).parent()).isEqualTo(ended.get(2).id());
    assertThat(ended).extracting(SpanRecord::id).doesNotHaveDuplicates();
    try (Span alone = Spans.begin("chat")) {
      assertThat(alone.trace()).isNotEqualTo(stage.trace());
    }
    assertThat(ended.get(4).parent()).isNull();
  }

  @Test
  void partsOfATraceThatIsNotRecordedAreNotEither() {
    takes = false;
    record();
    try (Span stage = Spans.begin("stage plan", TASK)) {
      takes = true;
      assertThat(stage.isRecorded()).isFalse();
      assertThat(Spans.begin("chat").trace()).isEqualTo(stage.trace());
    }
    assertThat(ended).isEmpty();
  }
}
