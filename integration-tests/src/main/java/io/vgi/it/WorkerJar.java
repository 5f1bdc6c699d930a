package io.vgi.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the built example worker is, as LOCATION strings for ATTACH. */
final class WorkerJar {
  private WorkerJar() {}

  /** The executable jar. */
  static Path jar() {
    return built(Path.of(property("vgi.worker.jar")));
  }

  /** The script beside the jar, which finds Java by itself. */
  static Path script() {
    return built(jar().resolveSibling("vgi-example-worker"));
  }

  /** Runs the jar with the Java of this process. */
  static String location() {
    return location(Path.of(System.getProperty("java.home")));
  }

  /** Runs the jar with the JDK at {@code javaHome}. */
  static String location(Path javaHome) {
    return javaHome.resolve("bin/java").toAbsolutePath() + " -jar " + jar();
  }

  /** Runs the script. */
  static String scriptLocation() {
    return script().toString();
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "System property " + name + " is not set: start this through Maven.");
    }
    return value;
  }

  private static Path built(Path file) {
    Path path = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(path)) {
      throw new IllegalStateException("The example worker is not built: no " + path);
    }
    return path;
  }
}
