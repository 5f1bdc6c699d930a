package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.Worker;
import io.vgi.http.HttpServer;
import io.vgi.jwt.JwtAuthenticator;
import io.vgi.micrometer.MicrometerCalls;
import io.vgi.rpc.RpcServer;
import io.vgi.s3.S3Storage;
import io.vgi.testing.duckdb.DuckDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every signature that users see is in a file, so that a change of one is seen in review. */
class ApiTest {
  private static final Path FOLDER = Path.of("src/test/api");

  static Stream<Arguments> modules() {
    return Stream.of(
        Arguments.of("vgi-rpc", RpcServer.class),
        Arguments.of("vgi-http", HttpServer.class),
        Arguments.of("vgi-jwt", JwtAuthenticator.class),
        Arguments.of("vgi-s3", S3Storage.class),
        Arguments.of("vgi-micrometer", MicrometerCalls.class),
        Arguments.of("vgi-sdk", Worker.class),
        Arguments.of("vgi-testing", DuckDb.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void isWhatTheFileSays(String module, Class<?> part) throws Exception {
    String api =
        ApiText.of(Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI()));
    Path file = FOLDER.resolve(module + ".txt");
    if (Boolean.getBoolean("api.renew")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, api);
    }
    assertThat(file).as("run with -Dapi.renew=true to make it").exists();
    List<String> differences = differences(Files.readString(file), api);
    assertThat(differences)
        .as(
            "The public API of %s is not what integration-tests/%s says (- is gone, + is new). If"
                + " that is meant, renew the file by mvn -Pquick -pl integration-tests -am verify"
                + " -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dapi.renew=true, and"
                + " commit it",
            module, file)
        .isEmpty();
  }

  /** The members that are in one text only, each with its class. */
  private static List<String> differences(String was, String is) {
    List<String> before = members(was);
    List<String> now = members(is);
    List<String> differences = new ArrayList<>();
    before.stream()
        .filter(line -> !now.contains(line))
        .forEach(line -> differences.add("- " + line));
    now.stream()
        .filter(line -> !before.contains(line))
        .forEach(line -> differences.add("+ " + line));
    return differences;
  }

  private static List<String> members(String text) {
    List<String> members = new ArrayList<>();
    String type = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("  ")) {
        members.add(type + ": " + line.strip());
      } else if (!line.isEmpty()) {
        type = line.split(" ", -1)[line.startsWith("abstract") || line.startsWith("final") ? 2 : 1];
        members.add(line);
      }
    }
    return members;
  }
}
