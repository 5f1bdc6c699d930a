package io.vgi.it;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** An engine in a process of its own, which is killed while its queries run. */
final class CancelledEngine {
  private CancelledEngine() {}

  /** Attaches the probe worker at the first argument and runs the other arguments at once. */
  public static void main(String[] args) throws Exception {
    try (Engine engine = Probe.attached(args[0])) {
      List<Thread> queries = new ArrayList<>();
      for (int i = 1; i < args.length; i++) {
        Statement statement = engine.another();
        String sql = args[i];
        Thread query =
            new Thread(
                () -> {
                  try {
                    statement.execute(sql);
                  } catch (SQLException failure) {
                    System.err.println(failure.getMessage());
                  }
                });
        query.start();
        queries.add(query);
      }
      for (Thread query : queries) {
        query.join();
      }
    }
  }
}
