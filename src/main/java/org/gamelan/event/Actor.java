package org.gamelan.event;

import java.util.Optional;
import java.util.function.Supplier;

/** On whose behalf this thread works: the person whose request it serves. */
public final class Actor {
  private static final ThreadLocal<Supplier<Optional<String>>> CURRENT = new ThreadLocal<>();

  private Actor() {}

  /** Tells who it is, for as long as the thread serves them; {@link #clear} has to follow. */
  public static void serve(Supplier<Optional<String>> person) {
    CURRENT.set(person);
  }

  public static void clear() {
    CURRENT.remove();
  }

  /** The person's name; nothing where the server works by itself. */
  public static Optional<String> current() {
    Supplier<Optional<String>> person = CURRENT.get();
    return person == null ? Optional.empty() : person.get();
  }
}
