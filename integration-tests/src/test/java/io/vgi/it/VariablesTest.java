package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The variables that the libraries read are those that the README and its pages tell of. */
class VariablesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  // the names of these variables are joined from parts
  private static final List<String> PARTS =
      List.of("VGI_JWT_", "VGI_OAUTH_", "VGI_OAUTH_CLIENT", "VGI_OAUTH_DEVICE_CODE_CLIENT");

  private static void collect(Path file, String pattern, Set<String> names) throws IOException {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(file));
    while (found.find()) {
      names.add(found.group(1));
    }
  }

  @Test
  void thePagesKnowThemAll() throws IOException {
    Set<String> read = new TreeSet<>();
    for (String module : List.of("vgi-rpc", "vgi-http", "vgi-jwt", "vgi-s3", "vgi-sdk")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          collect(file, "\"(VGI_[A-Z0-9_]+)", read);
        }
      }
    }
    assertThat(read).contains("VGI_LOG_FILE", "VGI_BEARER_TOKENS");
    read.removeAll(PARTS);

    Set<String> told = new TreeSet<>();
    for (String page : List.of("README.md", "docs/operation.md", "docs/authentication.md")) {
      collect(ROOT.resolve(page), "(VGI_[A-Z0-9_]+)", told);
    }

    assertThat(told).containsAll(read);
  }
}
