package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.ScalarFunction;
import java.util.Locale;

/** The first worker of the README. */
public final class TwoFunctionWorker {
  private TwoFunctionWorker() {}

  /** Serves it. */
  public static void main(String[] args) {
    Worker.of(
            Catalog.named("demo")
                .function(ScalarFunction.longs("add", Math::addExact))
                .function(
                    ScalarFunction.strings("shout", text -> text.toUpperCase(Locale.ROOT) + "!"))
                .build())
        .run(args);
  }
}
