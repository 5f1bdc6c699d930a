package io.vgi.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The command line is understood or refused in one sentence. */
class CommandLineTest {
  @Test
  void nothingMeansStandardStreams() {
    assertThat(CommandLine.parse(new String[0])).isEqualTo(new CommandLine(false, null));
  }

  @Test
  void unknownOptionsAreNamed() {
    assertThat(CommandLine.parse(new String[] {"--nonsense"}).fault())
        .isEqualTo("Unknown option '--nonsense'.");
  }

  @Test
  void helpIsNoFault() {
    assertThat(CommandLine.parse(new String[] {"--help"})).isEqualTo(new CommandLine(true, null));
  }
}
