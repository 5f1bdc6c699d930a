package io.vgi.benchmarks;

import io.vgi.testing.duckdb.DuckDb;
import io.vgi.testing.duckdb.ListeningWorker;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What is measured: a column of the tables. */
sealed interface Subject {
  /** What tables call it. */
  String name();

  /** Whether it has the functions of {@code one}, reached by {@code way}. */
  boolean runs(SystemCase one, Way way);

  /** The statement {@code sql} with the names that its functions have here. */
  default String sql(String sql) {
    return sql;
  }

  /** A DuckDB with the functions, reached by {@code way}. */
  Opened open(Way way, int threads) throws IOException, SQLException;

  /** The seconds from ATTACH to the answer of {@code query}, in a new DuckDB with a new process. */
  double cold(String query);

  /**
   * A DuckDB that is used round after round.
   *
   * @param duck where queries run
   * @param server the worker that it uses over HTTP
   */
  record Opened(DuckDb duck, @Nullable ListeningWorker server) implements AutoCloseable {
    @Override
    public void close() {
      try {
        duck.close();
      } finally {
        if (server != null) {
          server.close();
        }
      }
    }
  }

  /**
   * A program that serves the catalog {@code example}.
   *
   * @param command the program, without arguments
   * @param onlyStarts whether it has so few functions that only its start is of interest
   */
  record Program(String name, String command, boolean onlyStarts) implements Subject {
    private static final AtomicInteger STARTS = new AtomicInteger();
    private static final String CATALOG = "example";
    private static final String TOKEN = "bench-token";

    @Override
    public boolean runs(SystemCase one, Way way) {
      return one.isCold() ? way == Way.STDIO : !onlyStarts;
    }

    @Override
    public Opened open(Way way, int threads) throws IOException {
      if (!way.isHttp()) {
        DuckDb duck = DuckDb.attachCommand(command);
        duck = way == Way.STDIO ? duck.stdio() : duck.launch();
        return new Opened(duck.catalogs(CATALOG).set("threads", threads), null);
      }
      ProcessBuilder program =
          new ProcessBuilder(command, "--http").redirectError(ProcessBuilder.Redirect.DISCARD);
      Map<String, String> environment = program.environment();
      environment.put("VGI_WORKER_CATALOG_NAME", CATALOG);
      if (way == Way.BEARER) {
        environment.put("VGI_BEARER_TOKENS", TOKEN + "=bench");
      }
      ListeningWorker server = ListeningWorker.start(program);
      DuckDb duck =
          DuckDb.attachLocation(server.location()).catalogs(CATALOG).set("threads", threads);
      return new Opened(way == Way.BEARER ? duck.bearerToken(TOKEN) : duck, server);
    }

    @Override
    public double cold(String query) {
      // a location that no process serves yet
      String location =
          "env VGI_BENCHMARK_START=" + STARTS.incrementAndGet() + " '" + command + "'";
      try (DuckDb duck = DuckDb.create()) {
        duck.execute("SELECT 1");
        long begin = System.nanoTime();
        duck.execute(
            "ATTACH '" + CATALOG + "' (TYPE vgi, LOCATION '" + location.replace("'", "''") + "')");
        duck.query(query).rows();
        return (System.nanoTime() - begin) / 1e9;
      }
    }
  }

  /** Functions in Java that DuckDB's own driver calls, inside of DuckDB's process. */
  record InProcess(String name) implements Subject {
    @Override
    public boolean runs(SystemCase one, Way way) {
      return one.plain();
    }

    @Override
    public String sql(String sql) {
      return sql.replace("example.", "");
    }

    @Override
    public Opened open(Way way, int threads) throws SQLException {
      DuckDb duck = DuckDb.create().set("threads", threads);
      JavaFunctions.register(duck.connection());
      return new Opened(duck, null);
    }

    @Override
    public double cold(String query) {
      throw new UnsupportedOperationException("There is nothing to attach");
    }
  }
}
