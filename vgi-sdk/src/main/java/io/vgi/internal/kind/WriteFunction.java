package io.vgi.internal.kind;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.internal.call.WriteTarget;
import io.vgi.param.Arg;

/**
 * What writes to a table, as a function that only the engine calls.
 *
 * @param spec its declaration
 * @param target what it writes to
 */
public record WriteFunction(FunctionSpec spec, WriteTarget target) implements TableInOutFunction {
  static final Arg<byte[]> OPTIONS = Arg.blob("write_options").named().optional();

  /** The function that writes to {@code target}. */
  public static WriteFunction of(WriteTarget target) {
    FunctionSpec spec =
        FunctionSpec.tableInOut(target.function())
            .tableInput()
            .args(OPTIONS)
            .nulls(NullHandling.SPECIAL)
            .build();
    return new WriteFunction(spec, target);
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    throw new IllegalStateException("'" + spec.name() + "' is run by its kind");
  }
}
