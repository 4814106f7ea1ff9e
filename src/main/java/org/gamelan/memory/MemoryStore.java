package org.gamelan.memory;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One place where entries are kept and found again. What has expired is not there any more. Another
 * way to find what is relevant, such as by the nearness of vectors, is another implementation.
 */
interface MemoryStore {
  /**
   * Stores an entry. Without a key, an entry of the same id stays as it is.
   *
   * @param most how many entries the owner may have
   * @param replace whether it takes the place of what its owner has under the same key
   * @return the entry as it is stored
   * @throws org.gamelan.failure.ConflictException when the owner has too many, or has the key and
   *     it is not to be replaced
   */
  MemoryEntry remember(MemoryEntry entry, int most, boolean replace);

  Optional<MemoryEntry> find(UUID id);

  /**
   * Changes an entry that is there.
   *
   * @return the entry as it is now; nothing when it was changed or forgotten meanwhile
   * @throws org.gamelan.failure.ConflictException when its owner has another one of the key
   */
  Optional<MemoryEntry> change(MemoryEntry entry, int seenVersion);

  /** Tells whether it was there. */
  boolean forget(MemoryEntry entry);

  /** Forgets all of an owner; tells how many entries. */
  int forgetAll(MemoryOwner owner);

  /**
   * Entries: with a text the best first, beginning behind {@code from.skip()} of them, else those
   * changed last.
   */
  List<MemoryEntry> list(MemoryFilter filter, MemoryCursor from, int limit);

  /** What fits a search best among these owners' entries; without a search what is newest. */
  List<MemoryEntry> recall(List<MemoryOwner> owners, String text, int limit);

  /**
   * What may matter to a text, of each owner the best first: that shares words with it, and that is
   * new.
   *
   * @param words of the text, each once, in lower case
   * @param each how many entries of each owner
   */
  List<RankedMemory> relevant(List<MemoryOwner> owners, Collection<String> words, int each);

  /** What these owners keep under a key. */
  List<MemoryEntry> ofKey(List<MemoryOwner> owners, String key);

  /** The entries with keys that were written last, of each owner at most so many. */
  List<MemoryEntry> keyed(List<MemoryOwner> owners, int each);
}
