package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.ScalarFunction;
import io.vgi.param.WorkerOption;

/** A small worker that needs an option, to be installed. */
public final class InstalledWorker {
  private static final WorkerOption<String> CATALOG = WorkerOption.varchar("catalog");

  private InstalledWorker() {}

  /** Serves as the command line says. */
  public static void main(String[] args) {
    Worker.of(
            options ->
                Catalog.named(options.get(CATALOG))
                    .function(ScalarFunction.longs("add", Math::addExact))
                    .build())
        .option(CATALOG)
        .run(args);
  }
}
