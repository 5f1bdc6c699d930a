package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Revision;
import io.vgi.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every method of the protocol is answered, and told in the table for who reads about it. */
class ProtocolMethodsTest {
  private static final Path TABLE = Path.of("..", "docs", "protocol.md");
  private static final Pattern LINE = Pattern.compile("(?m)^\\| `(\\w+)` \\| ");
  private static final int METHODS = 71;

  private final List<String> told = new ArrayList<>();

  ProtocolMethodsTest() throws IOException {
    Matcher line = LINE.matcher(Files.readString(TABLE));
    while (line.find()) {
      told.add(line.group(1));
    }
  }

  private static Revision newest() {
    return VgiService.of(
            List.of(Fixtures.catalog()),
            List.of("2.0"),
            null,
            StateStore.memory(),
            new LiveSessions())
        .get(0)
        .newest();
  }

  @Test
  void everyMethodHasAHandler() {
    Revision revision = newest();
    assertThat(revision.methodNames()).hasSize(METHODS);
    assertThat(revision.methodNames()).allMatch(name -> revision.method(name) != null);
  }

  @Test
  void everyMethodIsToldOnce() {
    assertThat(told).containsExactlyInAnyOrderElementsOf(newest().methodNames());
  }
}
