package org.gamelan.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.gamelan.platform.LogFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogDecorationTest {
  private static final Map<String, String> FIELDS = Map.of("taskId", "t");

  private final Filter filter = new LogDecoration.Decorating(null);
  private final LogRecord line = new LogRecord(Level.INFO, "{0} is done");

  @AfterEach
  void clear() {
    LogFields.clear();
  }

  @Test
  void aLineOfAStageCarriesItsFieldsBehindItsParameters() {
    LogFields.set(FIELDS);
    line.setParameters(new String[] {"it"});

    assertThat(filter.isLoggable(line)).isTrue();
    assertThat(line.getParameters()).containsExactly("it", FIELDS);
  }

  @Test
  void aSecondHandlerAddsNothing() {
    LogFields.set(FIELDS);

    filter.isLoggable(line);
    filter.isLoggable(line);

    assertThat(line.getParameters()).containsExactly(FIELDS);
  }

  @Test
  void aLineOutsideOfAnyStageStaysAsItIs() {
    filter.isLoggable(line);

    assertThat(line.getParameters()).isNull();
  }

  @Test
  void theFilterBeforeDecides() {
    assertThat(new LogDecoration.Decorating(any -> false).isLoggable(line)).isFalse();
  }

  @Test
  void workOnAnotherThreadIsStillOfTheStage() throws InterruptedException {
    LogFields.set(FIELDS);
    Thread other =
        new Thread(LogFields.carry(() -> assertThat(filter.isLoggable(line)).isTrue()), "other");
    other.start();
    other.join();

    assertThat(line.getParameters()).containsExactly(FIELDS);
  }
}
