package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pom.xml files that users copy, which this build does not use, say what they should. */
class ProjectsTest {
  private static List<Path> projects() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("."))) {
      return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted().toList();
    }
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), pattern);
    return matcher.group(1);
  }

  /** Without its name, its program and what it alone depends on. */
  private static String common(String pom, String name) {
    return pom.replace("<artifactId>" + name + "</artifactId>", "")
        .replaceAll("<main>.*</main>", "")
        .replaceAll(
            "(?s)    <dependency>\n      <groupId>(?!io\\.vgi|org\\.junit)[^<]*<.*?</dependency>\n",
            "");
  }

  @Test
  void allAreAlike() throws Exception {
    List<Path> projects = projects();
    assertEquals(8, projects.size());
    String first = null;
    for (Path project : projects) {
      String name = project.getFileName().toString();
      String pom = Files.readString(project.resolve("pom.xml"));
      String common = common(pom, name);
      first = first == null ? common : first;
      assertEquals(first, common, name);
      assertEquals(name, find("<artifactId>([^<]*)<", pom));
      assertEquals(System.getProperty("vgi.version"), find("<vgi.version>([^<]*)<", pom), name);
      Class.forName(find("<main>([^<]*)<", pom)).getMethod("main", String[].class);
      assertTrue(
          Files.readString(project.resolve("README.md")).contains("target/" + name + ".jar"), name);
    }
  }
}
