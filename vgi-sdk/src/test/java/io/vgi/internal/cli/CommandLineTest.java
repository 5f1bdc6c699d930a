package io.vgi.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.internal.cli.CommandLine.Transport;
import io.vgi.param.WorkerOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  @Test
  void noOptionsMeanStandardInputAndOutput() {
    CommandLine line = parse();
    assertThat(line.transport()).isEqualTo(Transport.STDIO);
    assertThat(line.faults()).isEmpty();
  }

  @Test
  void theLaunchersOptions() {
    CommandLine line = parse("--unix", "/run/a b.sock", "--idle-timeout", "1.5");
    assertThat(line.transport()).isEqualTo(Transport.UNIX);
    assertThat(line.value("unix")).isEqualTo("/run/a b.sock");
    assertThat(line.millis("idle-timeout", 7)).isEqualTo(1500);
    assertThat(parse("--unix=/x", "--idle-timeout=0").millis("idle-timeout", 7)).isZero();
    assertThat(parse().millis("idle-timeout", 7)).isEqualTo(7);
  }

  @Test
  void revisionsAreChosenAmongThoseServed() {
    List<String> served = List.of("3.0", "2.2", "2.0");
    List<String> faults = new ArrayList<>();
    assertThat(ProtocolChoice.read(served, " 2.0, 2.2", faults)).containsExactly("2.2", "2.0");
    assertThat(ProtocolChoice.read(served, "3.0,3.0", faults)).containsExactly("3.0");
    assertThat(faults).isEmpty();
    for (String wrong : List.of("1.1", "2.0.0", "")) {
      ProtocolChoice.read(served, wrong, faults);
      assertThat(faults)
          .containsExactly(
              "Option '--protocols': '"
                  + wrong
                  + "' is no revision of the protocol that this worker serves; there are 3.0, 2.2,"
                  + " 2.0.");
      faults.clear();
    }
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    assertThat(parse("--nonsense", "--unix", "p", "--http", "--port").faults())
        .containsExactlyInAnyOrder(
            "Unknown option '--nonsense'; see --help.",
            "Option '--port' needs a value.",
            "Options '--unix', '--tcp' and '--http' exclude each other.");
    assertThat(parse("--http", "--external-s3", "s3://b", "--external-directory", "d").faults())
        .containsExactly("Options '--external-directory' and '--external-s3' exclude each other.");
    assertThat(parse("--log-level", "nonsense").faults())
        .containsExactly(
            "Option '--log-level' must be one of [DEBUG, INFO, WARNING, WARN, ERROR], not"
                + " 'nonsense'.");
    assertThat(parse("--log-level=warning").faults()).isEmpty();
    assertThat(parse("--http=1").faults()).containsExactly("Option '--http' takes no value.");
  }

  @Test
  void optionsOfAnotherTransportAreRefused() {
    assertThat(parse("--tcp", "0", "--tls-keystore", "k", "--compress-locally").faults())
        .containsExactly(
            "Option '--compress-locally' is for '--http' only.",
            "Option '--tls-keystore' is for '--http' only.");
    assertThat(parse("--http", "--idle-timeout", "1").faults())
        .containsExactly("Option '--idle-timeout' is for '--unix' and '--tcp' only.");
    assertThat(parse("--http", "--connection-idle", "1").faults())
        .containsExactly("Option '--connection-idle' is for '--unix' and '--tcp' only.");
    assertThat(parse("--http", "--external-address", "https://x").faults())
        .containsExactly("Option '--external-address' is for '--external-directory' only.");
  }

  @Test
  void valuesAreChecked() {
    assertThatThrownBy(() -> parse("--port", "65536").number("port", 0, 0, 65535))
        .hasMessage("Option '--port' must be a number from 0 to 65535, not '65536'.");
    assertThatThrownBy(() -> parse("--idle-timeout", "soon").millis("idle-timeout", 0))
        .hasMessage("Option '--idle-timeout' must be a number of seconds, not 'soon'.");
  }

  @Test
  void helpIsNoFault() {
    assertThat(parse("--help").help()).isTrue();
    assertThat(parse("-h").help()).isTrue();
    assertThat(parse("--help").faults()).isEmpty();
  }

  @Test
  void aTypoIsOneFaultWithWhatWasMeant() {
    assertThat(parse("--http", "--pot", "1").faults())
        .containsExactly("Unknown option '--pot', did you mean '--port'? See --help.");
    assertThat(parse("--idle-timout=5", "--unix", "p").faults())
        .containsExactly(
            "Unknown option '--idle-timout', did you mean '--idle-timeout'? See --help.");
    assertThat(parse("--htpp").faults())
        .containsExactly("Unknown option '--htpp', did you mean '--http'? See --help.");
    assertThat(parse("worker").faults())
        .containsExactly("Argument 'worker' is no option; see --help.");
  }

  @Test
  void optionsOfTheWorkerAreAmongThem() {
    List<WorkerOption<?>> own =
        List.of(WorkerOption.varchar("database").doc("what to read"), WorkerOption.bool("dry-run"));
    CommandLine line =
        CommandLine.parse(new String[] {"--database", "a=b", "--dry-run", "--http"}, own);
    assertThat(line.faults()).isEmpty();
    assertThat(line.value("database")).isEqualTo("a=b");
    assertThat(line.has("dry-run")).isTrue();
    assertThat(line.transport()).isEqualTo(Transport.HTTP);
    assertThat(CommandLine.parse(new String[] {"--datbase", "x"}, own).faults())
        .containsExactly("Unknown option '--datbase', did you mean '--database'? See --help.");
    assertThat(Usage.of(own))
        .contains("\noptions of this worker\n  --database VALUE         what to read (needed)\n")
        .contains("\n  --dry-run\noptions of --unix")
        .doesNotContain("%");
    assertThat(Usage.of(List.of()).lines()).allMatch(text -> text.length() <= 100);
  }

  private static CommandLine parse(String... args) {
    return CommandLine.parse(args);
  }
}
