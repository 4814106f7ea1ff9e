package org.gamelan.provider;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks every now and then for providers that are due, or whose order got lost. */
@ApplicationScoped
public class ValidationWatch {
  private static final Logger LOG = Logger.getLogger(ValidationWatch.class.getName());
  private static final Duration FIRST = Duration.ofSeconds(1);

  private final ProviderValidation validation;
  private final ValidationPace pace;

  @Resource private ManagedScheduledExecutorService scheduler;

  private ScheduledFuture<?> next;
  private boolean stopped;

  protected ValidationWatch() {
    this(null, null);
  }

  @Inject
  public ValidationWatch(ProviderValidation validation, ValidationPace pace) {
    this.validation = validation;
    this.pace = pace;
  }

  synchronized void start() {
    if (next == null) {
      lookIn(FIRST);
    }
  }

  @PreDestroy
  synchronized void stop() {
    stopped = true;
    if (next != null) {
      next.cancel(false);
    }
  }

  private synchronized void lookIn(Duration pause) {
    if (!stopped) {
      next = scheduler.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    try {
      validation.requestDue();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Cannot look for providers to validate: {0}", e.getMessage());
    } finally {
      lookIn(pace.betweenLooks());
    }
  }
}
