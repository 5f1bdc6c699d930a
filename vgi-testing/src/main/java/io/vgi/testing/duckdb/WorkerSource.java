package io.vgi.testing.duckdb;

import io.vgi.Worker;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the catalogs come from. */
sealed interface WorkerSource {
  /** The names of the catalogs, none when only the worker knows. */
  default List<String> catalogs() {
    return List.of();
  }

  /** How DuckDB speaks with it unless something else is said; null when that is given. */
  default @Nullable Transport transport() {
    return null;
  }

  /** The class path of this process, modules included. */
  static String classPath() {
    String modules = System.getProperty("jdk.module.path", "");
    String classes = System.getProperty("java.class.path", "");
    return modules.isEmpty() ? classes : modules + File.pathSeparator + classes;
  }

  static WorkerSource java(List<String> program) {
    return new Java(program);
  }

  /** Nothing to attach. */
  record None() implements WorkerSource {}

  /**
   * A worker that this process serves.
   *
   * @param inMemory whether what calls share goes with the session
   */
  record InProcess(Worker worker, boolean inMemory) implements WorkerSource {
    @Override
    public List<String> catalogs() {
      return worker.catalogs();
    }

    @Override
    public Transport transport() {
      return Transport.UNIX;
    }
  }

  /** What a JVM runs: the arguments after its options. */
  record Java(List<String> program) implements WorkerSource {
    @Override
    public Transport transport() {
      return Transport.STDIO;
    }

    List<String> command(List<String> options) {
      List<String> command = new ArrayList<>();
      command.add(
          System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
      command.addAll(options);
      command.addAll(program);
      return command;
    }
  }

  /** A program that is a worker. */
  record Command(List<String> command) implements WorkerSource {
    @Override
    public Transport transport() {
      return Transport.STDIO;
    }
  }

  /** A worker that somebody else runs. */
  record Elsewhere(String location) implements WorkerSource {}
}
