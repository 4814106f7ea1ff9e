package org.gamelan.telemetry;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.gamelan.platform.LogFields;

/**
 * Puts the fields of the thread's work on every line of the log. The server's handlers belong to
 * another class loader and know nothing of us, so the fields travel as a map among the record's
 * parameters, put there by a filter that lets everything pass.
 */
@ApplicationScoped
public class LogDecoration {

  void install(@Observes @Initialized(ApplicationScoped.class) Object started) {
    for (Handler handler : handlers()) {
      handler.setFilter(new Decorating(handler.getFilter()));
    }
  }

  /** The handlers outlive the application. */
  @PreDestroy
  void remove() {
    for (Handler handler : handlers()) {
      if (handler.getFilter() instanceof Decorating ours) {
        handler.setFilter(ours.before());
      }
    }
  }

  private static Handler[] handlers() {
    return Logger.getLogger("").getHandlers();
  }

  /**
   * Decides what the filter before it decided.
   *
   * @param before may be null
   */
  record Decorating(Filter before) implements Filter {
    @Override
    public boolean isLoggable(LogRecord logged) {
      Map<String, String> fields = LogFields.current();
      if (!fields.isEmpty() && !carries(logged, fields)) {
        logged.setParameters(with(logged.getParameters(), fields));
      }
      return before == null || before.isLoggable(logged);
    }

    private static Object[] with(Object[] parameters, Object last) {
      int before = parameters == null ? 0 : parameters.length;
      Object[] more = new Object[before + 1];
      if (before > 0) {
        System.arraycopy(parameters, 0, more, 0, before);
      }
      more[before] = last;
      return more;
    }

    /** Another handler may have had the record before. */
    private static boolean carries(LogRecord logged, Map<String, String> fields) {
      Object[] parameters = logged.getParameters();
      return parameters != null
          && parameters.length > 0
          && parameters[parameters.length - 1] == fields;
    }
  }
}
