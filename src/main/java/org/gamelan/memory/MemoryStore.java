package org.gamelan.memory;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One place where entries are kept and found again, by their words and by the vectors that were
 * made of them. What has expired is not there any more.
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

  /**
   * What is nearest to a question, of each owner the nearest first, as far as vectors of the same
   * space were made. Of an owner with very many entries those written last are looked at.
   *
   * @param each how many entries of each owner
   */
  List<RankedMemory> nearest(List<MemoryOwner> owners, Direction question, int each);

  /**
   * Takes entries that have no vector of a space yet, or an old one. Nobody else gets them, until
   * they are given back or the node that took them died.
   */
  List<Unembedded> takeUnembedded(String space, int most);

  /** Keeps vectors, but for entries that were changed or forgotten meanwhile. */
  void keep(List<EmbeddedEntry> vectors);

  /**
   * Gives back what was taken and got no vector.
   *
   * @param refused whether the model did not accept these texts; then they are left alone for
   *     longer each time
   */
  void giveBack(List<Unembedded> entries, boolean refused);

  /** What these owners keep under a key. */
  List<MemoryEntry> ofKey(List<MemoryOwner> owners, String key);

  /** The entries with keys that were written last, of each owner at most so many. */
  List<MemoryEntry> keyed(List<MemoryOwner> owners, int each);
}
