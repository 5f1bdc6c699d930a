package io.vgi.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.HttpOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches a worker must be meant to. */
class HttpExposureTest {
  private static HttpOptions read(Map<String, String> environment, String... options)
      throws IOException {
    String[] line = new String[options.length + 1];
    line[0] = "--http";
    System.arraycopy(options, 0, line, 1, options.length);
    CommandLine parsed = CommandLine.parse(line);
    assertThat(parsed.faults()).isEmpty();
    return HttpSettings.read(parsed, List.of(), null, environment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void everybodyMayCallOnlyWhenThatIsSaid(String host) throws Exception {
    assertThatThrownBy(() -> read(Map.of(), "--host", host))
        .isInstanceOf(WrongOptionException.class)
        .hasMessage(
            "Option '--host "
                + host
                + "' lets everybody who reaches it call; set VGI_BEARER_TOKENS or VGI_JWT_ISSUER,"
                + " or give '--allow-anonymous' when that is meant.");
    assertThat(read(Map.of(), "--host", host, "--allow-anonymous").allowAnonymous()).isTrue();
    HttpOptions guarded = read(Map.of("VGI_BEARER_TOKENS", "t=alice"), "--host", host);
    assertThat(guarded.allowAnonymous()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.1.2.3"})
  void thisMachineIsForItsUsers(String host) throws Exception {
    assertThat(read(Map.of(), "--host", host).allowAnonymous()).isFalse();
  }

  @Test
  void hostsAreAList() throws Exception {
    assertThat(read(Map.of(), "--allowed-hosts", "a.example, b.example").allowedHosts())
        .containsExactlyInAnyOrder("a.example", "b.example");
    assertThat(read(Map.of()).allowedHosts()).isEmpty();
    assertThatThrownBy(() -> read(Map.of(), "--allowed-hosts", " ,"))
        .isInstanceOf(WrongOptionException.class)
        .hasMessage("Option '--allowed-hosts' must name hosts with commas between, or * for all.");
  }
}
