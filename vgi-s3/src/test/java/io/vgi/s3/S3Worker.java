package io.vgi.s3;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.ScalarFunction;

/** A worker as users start it from a command line. */
public final class S3Worker {
  private S3Worker() {}

  /** Serves the catalog {@code small}. */
  public static void main(String[] args) {
    Worker.of(Catalog.named("small").function(ScalarFunction.longs("add", Math::addExact)).build())
        .run(args);
  }
}
