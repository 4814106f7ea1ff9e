package org.gamelan.memory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Entries in the memory of this node alone, gone when it stops. Of all owners together it keeps a
 * bounded number; the ones written longest ago make room for new ones.
 */
@ApplicationScoped
class NodeMemory implements MemoryStore {
  private static final double DAYS_OF_HALF = 30;
  private static final double NEWNESS = 0.05;

  private static final Comparator<MemoryEntry> LATEST =
      Comparator.comparing(MemoryEntry::updatedAt)
          .thenComparing(MemoryEntry::id, NodeMemory::compareAsDatabase)
          .reversed();

  private static final Comparator<RankedMemory> BEST =
      Comparator.comparingDouble(RankedMemory::score)
          .reversed()
          .thenComparing(ranked -> ranked.entry().id());

  private final Map<UUID, MemoryEntry> entries = new LinkedHashMap<>();
  private final Map<MemoryOwner, Set<UUID>> byOwner = new HashMap<>();
  private final NodeVectors vectors = new NodeVectors();
  private final Clock clock;
  private final MemoryConfig config;

  protected NodeMemory() {
    this(null, null);
  }

  @Inject
  NodeMemory(Clock clock, MemoryConfig config) {
    this.clock = clock;
    this.config = config;
  }

  /** Ids as PostgreSQL orders them: by their bytes. */
  private static int compareAsDatabase(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }

  @Override
  public synchronized MemoryEntry remember(MemoryEntry entry, int most, boolean replace) {
    Optional<MemoryEntry> same =
        entry.key() == null ? find(entry.id()) : ofKey(entry.owner(), entry.key());
    if (same.isPresent() && entry.key() == null) {
      return same.get();
    }
    if (same.isPresent() && !replace) {
      throw Memories.taken(entry.key(), same.get().id());
    }
    Instant now = clock.instant();
    MemoryEntry stored =
        same.map(before -> replaced(before, entry, now))
            .orElseGet(() -> dated(entry, entry.id(), now, now, 0));
    if (same.isEmpty() && of(entry.owner()).count() >= most) {
      throw Memories.full(entry.owner(), most);
    }
    put(stored);
    return stored;
  }

  private static MemoryEntry replaced(MemoryEntry before, MemoryEntry entry, Instant now) {
    return dated(entry, before.id(), before.createdAt(), now, before.version() + 1);
  }

  private static MemoryEntry dated(
      MemoryEntry entry, UUID id, Instant created, Instant updated, int version) {
    return new MemoryEntry(
        id,
        entry.place(),
        entry.key(),
        entry.value(),
        entry.tags(),
        entry.source(),
        created,
        updated,
        entry.expiresAt(),
        version);
  }

  private void put(MemoryEntry entry) {
    entries.remove(entry.id());
    entries.put(entry.id(), entry);
    if (config.embeddingModel().isPresent()) {
      vectors.written(entry.id());
    }
    byOwner.computeIfAbsent(entry.owner(), owner -> new HashSet<>()).add(entry.id());
    Iterator<MemoryEntry> oldest = entries.values().iterator();
    while (entries.size() > config.entriesInMemory()) {
      MemoryEntry gone = oldest.next();
      oldest.remove();
      leave(gone);
    }
  }

  private void leave(MemoryEntry entry) {
    vectors.forgotten(entry.id());
    Set<UUID> ids = byOwner.get(entry.owner());
    ids.remove(entry.id());
    if (ids.isEmpty()) {
      byOwner.remove(entry.owner());
    }
  }

  private Optional<MemoryEntry> ofKey(MemoryOwner owner, String key) {
    return of(owner).filter(entry -> key.equals(entry.key())).findFirst();
  }

  private Stream<MemoryEntry> of(MemoryOwner owner) {
    return byOwner.getOrDefault(owner, Set.of()).stream().map(entries::get).filter(this::isLive);
  }

  private boolean isLive(MemoryEntry entry) {
    return !entry.hasExpired(clock.instant());
  }

  @Override
  public synchronized Optional<MemoryEntry> find(UUID id) {
    return Optional.ofNullable(entries.get(id)).filter(this::isLive);
  }

  @Override
  public synchronized Optional<MemoryEntry> change(MemoryEntry entry, int seenVersion) {
    Optional<MemoryEntry> before = find(entry.id()).filter(it -> it.version() == seenVersion);
    if (before.isEmpty()) {
      return before;
    }
    if (entry.key() != null) {
      ofKey(entry.owner(), entry.key())
          .filter(other -> !other.id().equals(entry.id()))
          .ifPresent(
              other -> {
                throw Memories.taken(entry.key(), other.id());
              });
    }
    MemoryEntry changed = replaced(before.get(), entry, clock.instant());
    put(changed);
    return Optional.of(changed);
  }

  @Override
  public synchronized boolean forget(MemoryEntry entry) {
    MemoryEntry gone = entries.remove(entry.id());
    if (gone != null) {
      leave(gone);
    }
    return gone != null;
  }

  @Override
  public synchronized int forgetAll(MemoryOwner owner) {
    Set<UUID> ids = byOwner.remove(owner);
    if (ids == null) {
      return 0;
    }
    ids.forEach(entries::remove);
    ids.forEach(vectors::forgotten);
    return ids.size();
  }

  /** Drops what has expired; tells how many entries. */
  synchronized int tidy() {
    List<MemoryEntry> expired = entries.values().stream().filter(entry -> !isLive(entry)).toList();
    expired.forEach(this::forget);
    return expired.size();
  }

  @Override
  public synchronized List<MemoryEntry> list(MemoryFilter filter, MemoryCursor from, int limit) {
    Stream<MemoryEntry> found = entries.values().stream().filter(this::isLive).filter(asks(filter));
    if (filter.text() != null) {
      return best(found, filter.text()).skip(from.skip()).limit(limit).toList();
    }
    return found
        .filter(entry -> from.id() == null || isBehind(entry, from))
        .sorted(LATEST)
        .limit(limit)
        .toList();
  }

  private static boolean isBehind(MemoryEntry entry, MemoryCursor from) {
    int time = entry.updatedAt().compareTo(from.updatedAt());
    return time < 0 || (time == 0 && compareAsDatabase(entry.id(), from.id()) < 0);
  }

  private static Predicate<MemoryEntry> asks(MemoryFilter filter) {
    return entry ->
        (filter.scope() == null || filter.scope() == entry.owner().scope())
            && (filter.owner() == null || filter.owner().equals(entry.owner().name()))
            && (filter.tag() == null || entry.tags().contains(filter.tag()));
  }

  @Override
  public synchronized List<MemoryEntry> recall(List<MemoryOwner> owners, String text, int limit) {
    Stream<MemoryEntry> all = owners.stream().flatMap(this::of);
    Stream<MemoryEntry> found =
        text == null || text.isBlank() ? all.sorted(LATEST) : best(all, text);
    return found.limit(limit).toList();
  }

  /** Those that fit, the newest of them first, as in a text there is no more to rank by. */
  private static Stream<MemoryEntry> best(Stream<MemoryEntry> found, String text) {
    return found.filter(entry -> SearchWords.fit(words(entry), text)).sorted(LATEST);
  }

  private static List<String> words(MemoryEntry entry) {
    String key = entry.key() == null ? "" : entry.key() + " ";
    return SearchWords.of(key + String.join(" ", entry.tags()) + " " + entry.text());
  }

  @Override
  public synchronized List<RankedMemory> relevant(
      List<MemoryOwner> owners, Collection<String> words, int each) {
    return owners.stream()
        .flatMap(owner -> of(owner).map(entry -> ranked(entry, words)).sorted(BEST).limit(each))
        .toList();
  }

  private RankedMemory ranked(MemoryEntry entry, Collection<String> words) {
    double share = SearchWords.share(words(entry), words);
    double days = Duration.between(entry.updatedAt(), clock.instant()).toSeconds() / (24 * 3_600.0);
    return new RankedMemory(entry, (NEWNESS + share) / (1 + days / DAYS_OF_HALF), share > 0);
  }

  @Override
  public synchronized List<RankedMemory> nearest(
      List<MemoryOwner> owners, Direction question, int each) {
    return owners.stream()
        .flatMap(
            owner ->
                of(owner).flatMap(entry -> near(entry, question).stream()).sorted(BEST).limit(each))
        .toList();
  }

  private Optional<RankedMemory> near(MemoryEntry entry, Direction question) {
    return vectors
        .nearness(entry.id(), question)
        .map(nearness -> new RankedMemory(entry, nearness));
  }

  @Override
  public synchronized List<Unembedded> takeUnembedded(String space, int most) {
    List<Unembedded> taken = new ArrayList<>();
    vectors
        .take(space, most, clock.instant())
        .forEach((id, refusals) -> taken.add(Unembedded.of(entries.get(id), refusals)));
    return taken;
  }

  @Override
  public synchronized void keep(List<EmbeddedEntry> embedded) {
    embedded.stream().filter(this::isOfPresent).forEach(vectors::keep);
  }

  private boolean isOfPresent(EmbeddedEntry embedded) {
    MemoryEntry entry = entries.get(embedded.id());
    return entry != null && entry.version() == embedded.version();
  }

  @Override
  public synchronized void giveBack(List<Unembedded> unembedded, boolean refused) {
    for (Unembedded each : unembedded) {
      MemoryEntry entry = entries.get(each.id());
      if (entry != null && entry.version() == each.version()) {
        Instant at = clock.instant();
        vectors.giveBack(
            each.id(),
            each.refusals() + (refused ? 1 : 0),
            refused ? at.plus(NodeVectors.pause(each.refusals())) : at);
      }
    }
  }

  @Override
  public synchronized List<MemoryEntry> ofKey(List<MemoryOwner> owners, String key) {
    return owners.stream().flatMap(owner -> ofKey(owner, key).stream()).toList();
  }

  @Override
  public synchronized List<MemoryEntry> keyed(List<MemoryOwner> owners, int each) {
    return owners.stream()
        .flatMap(owner -> of(owner).filter(entry -> entry.key() != null).sorted(LATEST).limit(each))
        .toList();
  }
}
