package io.vgi.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the command line and the environment say about memory. */
class MaxMemoryTest {
  private static final Map<String, String> VARIABLE = Map.of("VGI_MAX_MEMORY", "20000000");

  private static long bytes(Map<String, String> environment, String... args) {
    CommandLine line = CommandLine.parse(args);
    assertThat(line.faults()).isEmpty();
    return line.maxMemory(environment);
  }

  @Test
  void theOptionGoesFirstOnEveryTransport() {
    assertThat(bytes(Map.of())).isZero();
    assertThat(bytes(VARIABLE)).isEqualTo(20_000_000);
    assertThat(bytes(VARIABLE, "--max-memory", "16777216")).isEqualTo(16_777_216);
    assertThat(bytes(VARIABLE, "--http", "--max-memory=16777217")).isEqualTo(16_777_217);
    assertThat(bytes(Map.of(), "--unix", "w.sock", "--max-memory", "99999999")).isPositive();
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThatThrownBy(() -> bytes(Map.of(), "--max-memory", "16777215"))
        .isInstanceOf(WrongOptionException.class)
        .hasMessage(
            "Option '--max-memory' must be a number of bytes, at least 16777216, not '16777215'.");
    assertThatThrownBy(() -> bytes(Map.of("VGI_MAX_MEMORY", "1g")))
        .isInstanceOf(WrongOptionException.class)
        .hasMessageStartingWith("VGI_MAX_MEMORY must be a number of bytes");
  }
}
