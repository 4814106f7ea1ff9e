package org.gamelan.provider;

import java.util.function.Consumer;

/** Where claimed validations wait for any node that has room. */
public interface ValidationQueue {
  /**
   * Sends an order and returns at once.
   *
   * @param unsent is given the order when it could not be sent
   */
  void offer(ValidationOrder order, Consumer<ValidationOrder> unsent);
}
