package org.gamelan.event;

import java.util.ArrayList;
import java.util.List;

/** The latest events, without a gap, between two places of the log. Immutable. */
final class RecentEvents {
  private static final int MAX = 4_000;

  private final EventPosition start;
  private final EventPosition end;
  private final List<Event> events;

  RecentEvents(EventPosition start) {
    this(start, start, List.of());
  }

  private RecentEvents(EventPosition start, EventPosition end, List<Event> events) {
    this.start = start;
    this.end = end;
    this.events = events;
  }

  EventPosition end() {
    return end;
  }

  /** Whether everything after a position is known here. */
  boolean covers(EventPosition position) {
    return position.compareTo(start) >= 0;
  }

  RecentEvents with(List<Event> more) {
    List<Event> all = new ArrayList<>(events.size() + more.size());
    all.addAll(events);
    all.addAll(more);
    EventPosition last = more.get(more.size() - 1).position();
    if (all.size() <= MAX) {
      return new RecentEvents(start, last, all);
    }
    int dropped = all.size() - MAX / 2;
    EventPosition newStart = all.get(dropped - 1).position();
    return new RecentEvents(newStart, last, new ArrayList<>(all.subList(dropped, all.size())));
  }

  List<Event> after(EventPosition position, EventFilter filter, int max) {
    List<Event> found = new ArrayList<>();
    for (int i = firstAfter(position); i < events.size() && found.size() < max; i++) {
      if (filter.matches(events.get(i))) {
        found.add(events.get(i));
      }
    }
    return found;
  }

  private int firstAfter(EventPosition position) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).position().compareTo(position) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
