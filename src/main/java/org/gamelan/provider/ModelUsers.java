package org.gamelan.provider;

import java.util.stream.Stream;

/** A part of the application in which models are named; CDI finds those there are. */
public interface ModelUsers {
  /** What names a model now. Never called inside a transaction. */
  Stream<ModelUse> uses();
}
