package org.gamelan.provider;

import java.util.function.Function;

/** How one attempt to call one model is made: what surrounds the call itself. */
interface Attempts {
  /** Nothing but the call. */
  Attempts PLAIN =
      new Attempts() {
        @Override
        public <R extends GovernedRequest<R>, A extends GovernedAnswer> A make(
            ModelEntry entry, R request, Function<R, A> call) {
          return call.apply(request);
        }

        @Override
        public void note(RoutingNote note) {
          // Nobody reads it.
        }

        @Override
        public double latency(ModelEntry entry) {
          return 0;
        }
      };

  /**
   * Makes one attempt.
   *
   * @param call makes the call, with what is left of the time
   * @throws ModelCallException when it may not be made, or fails
   */
  <R extends GovernedRequest<R>, A extends GovernedAnswer> A make(
      ModelEntry entry, R request, Function<R, A> call);

  /** Keeps why another model was asked. */
  void note(RoutingNote note);

  /** How long a model has taken lately, in milliseconds; 0 when it was not tried. */
  double latency(ModelEntry entry);
}
