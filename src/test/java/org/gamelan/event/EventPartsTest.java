package org.gamelan.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;

class EventPartsTest {
  private static final UUID TASK = UUID.fromString("01a1fc26-ab4c-7443-8071-a916250f4179");
  private static final UUID RUN = UUID.fromString("01a1fc26-ab4c-7443-8071-a916250f4180");

  private static NewEvent event(String type, UUID subject, UUID task) {
    return new NewEvent("tasks", type, subject, task, Json.object().put("of", type));
  }

  @Test
  void whatIsWrittenTogetherIsReadApart() {
    List<NewEvent> told =
        List.of(event("stage.finished", RUN, TASK), event("task.finished", TASK, TASK));
    List<Event> read =
        EventParts.read(
            new EventPosition(1, 7, 9), "tasks", Instant.EPOCH, TASK, EventParts.write(told));
    assertThat(read).extracting(Event::type).containsExactly("stage.finished", "task.finished");
    assertThat(read).extracting(Event::subject).containsExactly(RUN, TASK);
    assertThat(read).extracting(Event::getId).containsExactly("1-7-9-1", "1-7-9-2");
    assertThat(read.get(1).data().get("of").asText()).isEqualTo("task.finished");
  }

  @Test
  void onlyNeighboursOfOneTaskShareARow() {
    UUID other = UUID.randomUUID();
    assertThat(
            EventParts.group(
                List.of(
                    event("a", TASK, TASK),
                    event("b", RUN, TASK),
                    event("c", other, other),
                    event("d", TASK, TASK),
                    event("e", null, null),
                    event("f", null, null))))
        .extracting(List::size)
        .containsExactly(2, 1, 1, 1, 1);
  }

  @Test
  void placesWithinARowFollowEachOther() {
    EventPosition row = EventPosition.parse("since", "1-7-9");
    EventPosition part = EventPosition.parse("since", "1-7-9-2");
    assertThat(row).isLessThan(row.part(1));
    assertThat(row.part(1)).isLessThan(part);
    assertThat(part).isLessThan(new EventPosition(1, 7, 10));
    assertThat(part).hasToString("1-7-9-2");
  }
}
