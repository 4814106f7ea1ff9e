package org.gamelan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static final List<String> NAMES = List.of("rate", "crash");

  @Test
  void everythingRunsByDefault() {
    Options options = Options.parse(List.of(), NAMES);

    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.history()).isEqualTo(1_000_000);
    assertThat(options.wants("crash")).isTrue();
  }

  @Test
  void quickIsOneRoundUnlessAskedOtherwise() {
    assertThat(Options.parse(List.of("--quick"), NAMES).rounds()).isEqualTo(1);
    assertThat(Options.parse(List.of("--rounds", "2", "--quick"), NAMES).rounds()).isEqualTo(2);
  }

  @Test
  void onlyNamedScenariosRun() {
    assertThat(Options.parse(List.of("--only", "rate"), NAMES).wants("crash")).isFalse();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (List<String> arguments :
        List.of(
            List.of("--only", "speed"),
            List.of("--rounds", "0"),
            List.of("--rounds", "many"),
            List.of("--json"),
            List.of("fast"))) {
      assertThatThrownBy(() -> Options.parse(arguments, NAMES)).isInstanceOf(BenchException.class);
    }
  }
}
