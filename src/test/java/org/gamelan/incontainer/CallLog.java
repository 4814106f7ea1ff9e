package org.gamelan.incontainer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.logging.Logger;
import org.gamelan.provider.ModelCalled;

/** Writes a line for each call of a model, in the midst of the stage that called. */
@ApplicationScoped
public class CallLog {
  static final String LINE = "A model was called {0}"; // braces that are no parameter

  private static final Logger LOG = Logger.getLogger(CallLog.class.getName());

  void called(@Observes ModelCalled news) {
    LOG.info(LINE);
  }
}
