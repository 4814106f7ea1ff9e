package org.gamelan.engine;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The runs this node has in hand, at most as many as it may. */
final class Flights {
  private final ConcurrentMap<UUID, Flight> byRun = new ConcurrentHashMap<>();
  private final AtomicInteger reserved = new AtomicInteger();
  private final int max;

  Flights(int max) {
    this.max = max;
  }

  int free() {
    return Math.max(0, max - byRun.size() - reserved.get());
  }

  /** Keeps room for so many more, or for none of them. */
  synchronized boolean reserve(int runs) {
    boolean fits = runs <= free();
    if (fits) {
      reserved.addAndGet(runs);
    }
    return fits;
  }

  /** Gives kept room back, filled or not. */
  void unreserve(int runs) {
    reserved.addAndGet(-runs);
  }

  int size() {
    return byRun.size();
  }

  Flight add(RunJournal.Claimed claimed) {
    Flight flight = new Flight(claimed);
    byRun.put(claimed.run().id(), flight);
    return flight;
  }

  void remove(Flight flight) {
    byRun.remove(flight.run().id(), flight);
  }

  Optional<Flight> find(UUID run) {
    return Optional.ofNullable(byRun.get(run));
  }

  Collection<Flight> all() {
    return List.copyOf(byRun.values());
  }
}
