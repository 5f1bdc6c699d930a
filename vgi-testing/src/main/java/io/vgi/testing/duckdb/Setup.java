package io.vgi.testing.duckdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a DuckDB is started with. */
final class Setup {
  private final WorkerSource source;
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final Map<String, Object> options = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> arguments = new ArrayList<>();
  private final List<String> javaOptions = new ArrayList<>();
  private List<String> catalogs;
  private @Nullable Transport transport;

  Setup(WorkerSource source) {
    this.source = source;
    this.catalogs = source.catalogs();
    this.transport = source.transport();
  }

  WorkerSource source() {
    return source;
  }

  /** How DuckDB and the worker speak; null where that is not for the setup to say. */
  @Nullable Transport transport() {
    return transport;
  }

  void transport(Transport chosen) {
    boolean pipes = chosen == Transport.STDIO || chosen == Transport.LAUNCH;
    if (transport == null) {
      throw new IllegalStateException("There is no worker here that could serve another way");
    } else if (pipes && source instanceof WorkerSource.InProcess) {
      throw new IllegalStateException(
          "DuckDB starts a process to speak over pipes and for 'launch:': this takes attachJar or"
              + " attachMain, as a worker in this process is reached by unix(), tcp() or http()");
    }
    transport = chosen;
  }

  /** The names to attach; none for those that the worker lists. */
  List<String> catalogs() {
    return catalogs;
  }

  void catalogs(List<String> names) {
    catalogs = names;
  }

  Map<String, Object> options() {
    return options;
  }

  void option(String name, Object value) {
    options.put(name, value);
  }

  Map<String, Object> settings() {
    return settings;
  }

  void setting(String name, Object value) {
    settings.put(name, value);
  }

  Map<String, String> environment() {
    return environment;
  }

  void environment(String name, String value) {
    requireProcess("variable " + name);
    environment.put(name, value);
  }

  List<String> arguments() {
    return arguments;
  }

  void arguments(List<String> more) {
    requireProcess("arguments " + more);
    arguments.addAll(more);
  }

  List<String> javaOptions() {
    return javaOptions;
  }

  void javaOptions(List<String> more) {
    if (!(source instanceof WorkerSource.Java)) {
      throw new IllegalStateException("No JVM is started here that could have options " + more);
    }
    javaOptions.addAll(more);
  }

  private void requireProcess(String what) {
    if (!(source instanceof WorkerSource.Java || source instanceof WorkerSource.Command)) {
      throw new IllegalStateException("No process is started here that could have " + what);
    }
  }
}
