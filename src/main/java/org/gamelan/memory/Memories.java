package org.gamelan.memory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.gamelan.event.EventLog;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;

/**
 * The one door to what is remembered. Who may read and write whose memory is decided by those that
 * come through it.
 */
@ApplicationScoped
public class Memories {
  /** How far a list of the best goes. */
  public static final int MOST_FOUND = 10_000;

  private final PostgresMemory lasting;
  private final NodeMemory passing;
  private final Embeddings embeddings;
  private final VectorKeeping vectors;
  private final MemoryConfig config;
  private final Database database;
  private final Clock clock;
  private final Event<EventsAppended> appended;

  protected Memories() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  Memories(
      PostgresMemory lasting,
      NodeMemory passing,
      Embeddings embeddings,
      VectorKeeping vectors,
      MemoryConfig config,
      Database database,
      Clock clock,
      Event<EventsAppended> appended) {
    this.lasting = lasting;
    this.passing = passing;
    this.embeddings = embeddings;
    this.vectors = vectors;
    this.config = config;
    this.database = database;
    this.clock = clock;
    this.appended = appended;
  }

  private MemoryStore store(MemoryBackend backend) {
    return backend == MemoryBackend.POSTGRES ? lasting : passing;
  }

  /**
   * Remembers something. Under a key that is there already it takes the place of what was there.
   *
   * @param id the entry's id: with the same one a second time nothing is added
   * @throws org.gamelan.failure.InvalidInputException naming what cannot be stored
   * @throws ConflictException when the owner has too many entries
   */
  public MemoryEntry remember(UUID id, MemoryPlace place, MemoryDraft draft, MemorySource source) {
    return store(id, place, draft, source, true);
  }

  /**
   * Adds an entry.
   *
   * @throws org.gamelan.failure.InvalidInputException naming what cannot be stored
   * @throws ConflictException when the owner has an entry of this key already, or too many
   */
  public MemoryEntry add(MemoryPlace place, MemoryDraft draft, MemorySource source) {
    return store(Ids.next(), place, draft, source, false);
  }

  private MemoryEntry store(
      UUID id, MemoryPlace place, MemoryDraft draft, MemorySource source, boolean replace) {
    draft.check(config.valueBytes(), clock.instant());
    MemoryEntry stored =
        store(place.backend())
            .remember(entry(id, place, draft, source), config.entriesPerOwner(), replace);
    vectors.wake();
    boolean added = stored.version() == 0;
    tellIfPassing(
        place, MemoryEvents.of(stored, added ? MemoryEvents.ADDED : MemoryEvents.CHANGED));
    return stored;
  }

  private MemoryEntry entry(UUID id, MemoryPlace place, MemoryDraft draft, MemorySource source) {
    return new MemoryEntry(
        id,
        place,
        draft.key(),
        draft.value(),
        draft.tags(),
        source,
        null,
        null,
        draft.expiresAt(),
        0);
  }

  public Optional<MemoryEntry> find(UUID id) {
    Optional<MemoryEntry> here = passing.find(id);
    return here.isPresent() ? here : lasting.find(id);
  }

  /**
   * An entry that has to be there.
   *
   * @throws NotFoundException when it is not
   */
  public MemoryEntry require(UUID id) {
    return find(id).orElseThrow(() -> new NotFoundException("memory entry", id));
  }

  /**
   * Changes an entry.
   *
   * @param seen the entry as the caller saw it
   * @throws org.gamelan.failure.InvalidInputException naming what cannot be stored
   * @throws ConflictException when it was changed since, or its owner has another one of the key
   */
  public MemoryEntry change(MemoryEntry seen, MemoryDraft draft, MemorySource source) {
    draft.check(config.valueBytes(), clock.instant());
    MemoryEntry changed =
        store(seen.place().backend())
            .change(entry(seen.id(), seen.place(), draft, source), seen.version())
            .orElseThrow(
                () ->
                    new ConflictException(
                        "The entry was changed or forgotten meanwhile; look again."));
    vectors.wake();
    tellIfPassing(seen.place(), MemoryEvents.of(changed, MemoryEvents.CHANGED));
    return changed;
  }

  /** Forgets an entry. */
  public void forget(MemoryEntry entry) {
    if (store(entry.place().backend()).forget(entry)) {
      tellIfPassing(entry.place(), MemoryEvents.of(entry, MemoryEvents.FORGOTTEN));
    }
  }

  /** Forgets everything of an owner, here and in the database; tells how many entries. */
  public int forgetAll(MemoryOwner owner) {
    int here = passing.forgetAll(owner);
    if (here > 0) {
      tell(MemoryEvents.ofAll(owner, here));
    }
    int gone = here + lasting.forgetAll(owner);
    appended.fire(new EventsAppended());
    return gone;
  }

  /** Entries of a backend; see {@link MemoryStore#list}. */
  public List<MemoryEntry> list(
      MemoryBackend backend, MemoryFilter filter, MemoryCursor from, int limit) {
    return store(backend).list(filter, from, limit);
  }

  /**
   * What fits a search best, those of the database first; without a search what is newest. Where an
   * embedding model is configured, what is near in meaning is found, too, and what both agree on
   * comes first.
   */
  public List<MemoryEntry> recall(List<MemoryPlace> places, MemoryQuestion search, int limit) {
    List<MemoryEntry> byWords =
        each(places, (store, owners) -> store.recall(owners, search.text(), limit))
            .limit(limit)
            .toList();
    Optional<Direction> direction = embeddings.ask(search).direction();
    if (direction.isEmpty()) {
      return byWords;
    }
    List<MemoryEntry> near =
        each(places, (store, owners) -> store.nearest(owners, direction.get(), limit))
            .filter(ranked -> ranked.score() > 0)
            .sorted(Comparator.comparingDouble(RankedMemory::score).reversed())
            .limit(limit)
            .map(RankedMemory::entry)
            .toList();
    return ReciprocalRanks.merge(limit, byWords, near);
  }

  /**
   * What may matter to a text, of each owner the best: by its words and, where an embedding model
   * is configured and answers, by its meaning.
   *
   * @param question the text
   * @param words how many of its first words are looked for
   * @param each how many entries of each owner
   */
  public Relevant relevant(List<MemoryPlace> places, MemoryQuestion question, int words, int each) {
    Collection<String> wanted = SearchWords.distinct(question.text(), words);
    List<RankedMemory> byWords =
        each(places, (store, owners) -> store.relevant(owners, wanted, each)).toList();
    if (byWords.isEmpty()) {
      return Relevant.NOTHING;
    }
    Embeddings.Asked asked = embeddings.ask(question);
    if (asked.direction().isEmpty()) {
      return new Relevant(byWords, asked.note());
    }
    List<RankedMemory> near =
        each(places, (store, owners) -> store.nearest(owners, asked.direction().get(), each))
            .toList();
    return new Relevant(
        ReciprocalRanks.merge(each, MemoryEntry::owner, byWords, near), asked.note());
  }

  /** The entries with keys that were written last, of each owner at most so many. */
  public List<MemoryEntry> keyed(List<MemoryPlace> places, int each) {
    return each(places, (store, owners) -> store.keyed(owners, each)).toList();
  }

  /** What these owners keep under a key. */
  public List<MemoryEntry> ofKey(List<MemoryPlace> places, String key) {
    return each(places, (store, owners) -> store.ofKey(owners, key)).toList();
  }

  private <T> Stream<T> each(
      List<MemoryPlace> places, BiFunction<MemoryStore, List<MemoryOwner>, List<T>> query) {
    List<T> all = new ArrayList<>();
    for (MemoryBackend backend : MemoryBackend.values()) {
      List<MemoryOwner> owners =
          places.stream()
              .filter(place -> place.backend() == backend)
              .map(MemoryPlace::owner)
              .toList();
      if (!owners.isEmpty()) {
        all.addAll(query.apply(store(backend), owners));
      }
    }
    return all.stream();
  }

  private void tellIfPassing(MemoryPlace place, NewEvent event) {
    if (place.backend() == MemoryBackend.IN_MEMORY) {
      tell(event);
    }
    appended.fire(new EventsAppended());
  }

  private void tell(NewEvent event) {
    database.inTransaction(
        tx -> {
          EventLog.append(tx.connection(), List.of(event));
          return event;
        });
  }

  static ConflictException full(MemoryOwner owner, int most) {
    return new ConflictException(
        "The memory of %s '%s' has %d entries, and no more fit: forget some, or let them expire by 'keep' or 'expiresAt'."
            .formatted(owner.scope().id(), owner.name(), most));
  }

  static ConflictException taken(String key, UUID entry) {
    return new ConflictException(
        "There is an entry of the key '%s' already: change it with PUT /memory/%s, or choose another key."
            .formatted(key, entry));
  }
}
