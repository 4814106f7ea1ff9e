package org.gamelan.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
  private static EventPosition at(long tx) {
    return new EventPosition(1, tx, tx);
  }

  private static Event event(long tx) {
    return new Event(at(tx), tx % 2 == 0 ? "even" : "odd", "x", Instant.EPOCH, null, null, null);
  }

  private static RecentEvents events(long first, long last) {
    List<Event> all = LongStream.rangeClosed(first, last).mapToObj(i -> event(i)).toList();
    return new RecentEvents(at(first - 1)).with(all);
  }

  @Test
  void readingGoesOnAfterAPosition() {
    assertThat(events(1, 10).after(at(7), EventFilter.ALL, 100))
        .extracting(event -> event.position().tx())
        .containsExactly(8L, 9L, 10L);
  }

  @Test
  void aFilterLeavesOthersOut() {
    EventFilter even = new EventFilter(java.util.Set.of("even"), null);
    assertThat(events(1, 10).after(at(5), even, 2))
        .extracting(event -> event.position().tx())
        .containsExactly(6L, 8L);
  }

  @Test
  void oldEventsAreForgottenAndTheirPlacesNotCovered() {
    RecentEvents recent = events(1, 5_000);
    assertThat(recent.covers(at(1))).isFalse();
    assertThat(recent.covers(at(4_000))).isTrue();
    assertThat(recent.end()).isEqualTo(at(5_000));
    assertThat(recent.after(at(4_998), EventFilter.ALL, 10)).hasSize(2);
  }

  @Test
  void anIdGoesOutAndComesBackTheSame() {
    EventPosition position = new EventPosition(3, 1234, 99);
    assertThat(EventPosition.parse("since", position.toString())).isEqualTo(position);
  }
}
