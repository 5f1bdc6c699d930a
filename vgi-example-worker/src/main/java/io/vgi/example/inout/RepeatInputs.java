package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;

/** Gives each batch of its input several times. */
final class RepeatInputs implements TableInOutFunction {
  private static final Arg<Long> REPEAT_COUNT =
      Arg.bigint("repeat_count").doc("Number of times to repeat each input batch");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("repeat_inputs")
        .args(REPEAT_COUNT)
        .tableInput()
        .doc("Duplicates each input batch N times")
        .categories("transform", "augmentation")
        .example(
            "SELECT * FROM repeat_inputs(3, (SELECT * FROM input_table))",
            "Repeat each row 3 times")
        .build();
  }

  @Override
  public TableShape bind(Bind bind) {
    if (bind.get(REPEAT_COUNT) < 1) {
      throw VgiException.invalidArgument("Repeat count must be at least 1");
    }
    return TableShape.of(bind.input());
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    int size = in.count();
    int[] rows = new int[Math.toIntExact(Math.multiplyExact(scan.get(REPEAT_COUNT), size))];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % size;
    }
    out.forward(in, rows, rows.length);
  }
}
