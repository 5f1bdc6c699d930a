package io.vgi.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How the probe worker is started: with nothing but a class path. */
final class Probe {
  /**
   * For workers that live as long as a test: half of their time would go into optimizing code that
   * ends before it pays, and into threads that collect garbage. Promises about the plain command
   * are tested with the plain command.
   */
  static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** The catalog it serves. */
  static final String CATALOG = "probe";

  private Probe() {}

  /** The class path of these tests, which holds the probe worker. */
  static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** That class path without the jars called {@code name}. */
  static String classPathWithout(String name) {
    StringBuilder path = new StringBuilder();
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      if (!entry.contains(name)) {
        path.append(path.length() == 0 ? "" : File.pathSeparator).append(entry);
      }
    }
    return path.toString();
  }

  /** Runs the probe worker with the JDK at {@code javaHome}. */
  static String location(Path javaHome) {
    return java(javaHome) + " -cp " + classPath() + " io.vgi.it.ProbeWorker";
  }

  /** Runs the probe worker with the Java of this process, for a short time. */
  static String location() {
    return location(ProbeWorker.class);
  }

  /** Runs {@code worker} with the Java of this process, for a short time. */
  static String location(Class<?> worker, String... options) {
    return brief(arguments(worker, options));
  }

  /** What Java is given to run {@code worker}, besides what makes it short-lived. */
  static List<String> arguments(Class<?> worker, String... options) {
    List<String> arguments = new ArrayList<>(Archives.OF_TESTS);
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-cp", Archives.JARS, worker.getName()));
    return arguments;
  }

  /** What Java is given to run the packaged example worker, besides what makes it short-lived. */
  static List<String> exampleArguments(List<String> options) {
    List<String> arguments = new ArrayList<>(Archives.OF_EXAMPLE);
    arguments.addAll(options);
    arguments.addAll(List.of("-jar", WorkerJar.jar().toString()));
    return arguments;
  }

  /** What makes workers start sooner. */
  private static final class Archives {
    /** What no worker needs but one that has a bucket: each jar makes every start longer. */
    private static final List<String> TESTS_ONLY =
        List.of(
            "/software/amazon/awssdk/",
            "/vgi-s3-",
            "/org/junit/",
            "/assertj-core-",
            "/byte-buddy-",
            "/duckdb_jdbc-");

    /**
     * The class path of these tests but for what they alone use, with their own classes in jars.
     */
    static final String JARS = jars();

    static final List<String> OF_TESTS =
        ClassArchive.flags(
            List.of("-cp", JARS, ProbeWorker.class.getName()),
            Stream.of(JARS.split(File.pathSeparator, -1)).map(Path::of).toList());

    static final List<String> OF_EXAMPLE =
        ClassArchive.flags(List.of("-jar", WorkerJar.jar().toString()), List.of(WorkerJar.jar()));

    private static String jars() {
      Path target = Path.of(WorkerJar.property("vgi.target"));
      String built = target.resolve(WorkerJar.property("vgi.name")).toString();
      List<String> jars = new ArrayList<>();
      for (String entry : classPath().split(File.pathSeparator, -1)) {
        if (TESTS_ONLY.stream().noneMatch(entry::contains)) {
          jars.add(
              entry
                  .replace(target.resolve("test-classes").toString(), built + "-tests.jar")
                  .replace(target.resolve("classes").toString(), built + ".jar"));
        }
      }
      return String.join(File.pathSeparator, jars);
    }
  }

  private static String brief(List<String> arguments) {
    Path java = java(Path.of(System.getProperty("java.home")));
    return java + " " + String.join(" ", SHORT_LIVED) + " " + String.join(" ", arguments);
  }

  /** Runs the packaged example worker with the Java of this process, for a short time. */
  static String example() {
    return example(List.of());
  }

  /** Runs the packaged example worker with {@code options} of Java, for a short time. */
  static String example(List<String> options) {
    return brief(exampleArguments(options));
  }

  /** An engine with the catalog attached. */
  static Engine attached() throws SQLException {
    return attached(location());
  }

  /**
   * An engine with the catalog attached from the worker that all tests share: over a pipe nearly
   * every query starts a process.
   */
  static Engine pooled() throws SQLException {
    return attached(launched(location()));
  }

  /** An engine with the catalog attached from {@code location}. */
  static Engine attached(String location) throws SQLException {
    Engine engine = new Engine();
    try {
      engine.attach(CATALOG, location);
      return engine;
    } catch (SQLException | RuntimeException failure) {
      engine.close();
      throw failure;
    }
  }

  /** {@code location} in the engine's pool, apart from what earlier runs have left there. */
  static String launched(String location) {
    return "launch:env VGI_TEST_RUN=" + ProcessHandle.current().pid() + " " + location;
  }

  /** A script that runs {@code command} and keeps its standard error in {@code errors}. */
  static String logged(Path folder, String command, Path errors) throws IOException {
    Path script = Files.createTempFile(folder, "worker", ".sh");
    Files.writeString(script, "#!/bin/sh\nexec " + command + " \"$@\" 2>>'" + errors + "'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }

  static Path java(Path javaHome) {
    return javaHome.resolve("bin/java").toAbsolutePath();
  }
}
