package org.gamelan.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.failure.FailureKind;
import org.gamelan.provider.ModelCallException;

/** Makes the vectors that are due. No connection and no lock is held while the model works. */
final class VectorWork {
  /** How many texts are sent at once. */
  private static final int BATCH = 32;

  /** When the first texts are all refused, it is not because of the texts. */
  private static final int ENOUGH = 3;

  private static final Logger LOG = Logger.getLogger(VectorWork.class.getName());
  private static final String REFUSED = "An entry of memory gets no vector for now: {0}";

  private final Embeddings embeddings;
  private final List<MemoryStore> stores;
  private volatile int most = BATCH;

  VectorWork(Embeddings embeddings, List<MemoryStore> stores) {
    this.embeddings = embeddings;
    this.stores = List.copyOf(stores);
  }

  /**
   * Makes all that are due; tells how many.
   *
   * @throws ModelCallException when the model cannot be asked now; what is not done stays due
   */
  int doAll() {
    int done = 0;
    ModelCallException failure = null;
    for (MemoryStore store : stores) {
      try {
        int batch;
        do {
          batch = doBatch(store);
          done += batch;
        } while (batch > 0);
      } catch (ModelCallException e) {
        // What keeps one store waiting need not keep the other.
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return done;
  }

  private int doBatch(MemoryStore store) {
    Optional<String> space = embeddings.space();
    if (space.isEmpty()) {
      return 0;
    }
    List<Unembedded> due = store.takeUnembedded(space.get(), most);
    if (!due.isEmpty()) {
      make(store, due);
    }
    return due.size();
  }

  private void make(MemoryStore store, List<Unembedded> due) {
    try {
      store.keep(embedded(due));
      most = Math.min(BATCH, most * 2);
    } catch (ModelCallException e) {
      if (e.kind() != FailureKind.INVALID_INPUT) {
        boolean tooMuch = e.kind() == FailureKind.TIMEOUT || e.kind() == FailureKind.SERVER_ERROR;
        if (tooMuch) {
          // Fewer may be done in time, and one that cannot be done is found out.
          most = Math.max(1, due.size() / 2);
        }
        store.giveBack(due, tooMuch && due.size() == 1);
        throw e;
      }
      if (due.size() == 1) {
        LOG.log(Level.WARNING, REFUSED, e.getMessage());
        store.giveBack(due, true);
        return;
      }
      // One of them is not accepted, or the model is not there at all: each tells by itself.
      makeEach(store, due, e);
    }
  }

  private void makeEach(MemoryStore store, List<Unembedded> due, ModelCallException ofAll) {
    List<Unembedded> refused = new ArrayList<>();
    List<Unembedded> left = new ArrayList<>(due);
    try {
      for (Unembedded one : due) {
        try {
          store.keep(embedded(List.of(one)));
        } catch (ModelCallException e) {
          if (e.kind() != FailureKind.INVALID_INPUT) {
            throw e;
          }
          LOG.log(Level.WARNING, REFUSED, e.getMessage());
          refused.add(one);
        }
        left.remove(one);
        if (refused.size() == ENOUGH && left.size() + ENOUGH == due.size()) {
          throw ofAll;
        }
      }
    } finally {
      store.giveBack(refused, true);
      store.giveBack(left, false);
    }
  }

  private List<EmbeddedEntry> embedded(List<Unembedded> due) {
    List<Direction> directions = embeddings.of(due.stream().map(Unembedded::text).toList());
    List<EmbeddedEntry> embedded = new ArrayList<>();
    for (int i = 0; i < due.size(); i++) {
      Unembedded entry = due.get(i);
      embedded.add(new EmbeddedEntry(entry.id(), entry.version(), directions.get(i)));
    }
    return embedded;
  }
}
