package io.vgi.it;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** The Java installations that the worker can be tried on. */
final class Jdks {
  private static final int OLDEST = 17;

  private Jdks() {}

  /**
   * Homes of the known installations, each once: the one that runs this, those of the path list
   * VGI_TEST_JAVA_HOMES, those of Java 17 or newer under /usr/lib/jvm, and of other versions those
   * that the build brings.
   */
  static List<Path> installed() throws IOException {
    Set<Path> homes = new LinkedHashSet<>();
    homes.add(Path.of(System.getProperty("java.home")).toRealPath());
    String named = System.getenv("VGI_TEST_JAVA_HOMES");
    if (named != null) {
      for (String name : named.split(File.pathSeparator, -1)) {
        if (!name.isBlank()) {
          homes.add(home(Path.of(name)));
        }
      }
    }
    for (Path folder : children(Path.of("/usr/lib/jvm"))) {
      if (version(folder) >= OLDEST && Files.isExecutable(folder.resolve("bin/java"))) {
        homes.add(folder.toRealPath());
      }
    }
    Set<Integer> versions = new HashSet<>();
    for (Path home : homes) {
      versions.add(version(home));
    }
    for (Path home : brought()) {
      if (versions.add(version(home))) {
        homes.add(home);
      }
    }
    return List.copyOf(homes);
  }

  /** Homes of the installations that the build brings, other releases of a version included. */
  static List<Path> brought() throws IOException {
    List<Path> homes = new ArrayList<>();
    for (Path home : children(Path.of(WorkerJar.property("vgi.jdks")))) {
      homes.add(home.toRealPath());
    }
    return homes;
  }

  /** The feature version of the installation at {@code home}, 0 when it does not tell. */
  static int version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    }
    String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Runtime.Version.parse(version).feature();
  }

  private static Path home(Path named) throws IOException {
    if (!Files.isExecutable(named.resolve("bin/java"))) {
      throw new IOException("VGI_TEST_JAVA_HOMES names no Java installation: " + named);
    }
    return named.toRealPath();
  }

  private static Set<Path> children(Path folder) throws IOException {
    Set<Path> sorted = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
        children.forEach(sorted::add);
      }
    }
    return sorted;
  }
}
