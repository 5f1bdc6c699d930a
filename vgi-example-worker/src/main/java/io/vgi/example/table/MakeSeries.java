package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;

/** Overloads of one name that differ in the number and in the types of their arguments. */
final class MakeSeries {
  private static final String NAME = "make_series";
  private static final Column<BigIntVector> VALUE = Column.bigint("value");
  private static final Column<Float8Vector> REAL_VALUE = Column.float8("value");

  private MakeSeries() {}

  static void addTo(Schema.Builder schema) {
    schema
        .function(new OfCount())
        .function(new OfRange())
        .function(new OfSteps())
        .function(new OfText())
        .function(new OfReals());
  }

  private static void write(BatchWriter out, long first, int rows, long start, long step) {
    BigIntVector values = out.get(VALUE);
    for (int i = 0; i < rows; i++) {
      values.set(i, start + (first + i) * step);
    }
  }

  /** From 0 to below a number. */
  private static final class OfCount extends CountedRows {
    private static final Arg<Long> COUNT =
        Arg.bigint("count").atLeast(0L).doc("Number of values to generate");

    OfCount() {
      super(
          FunctionSpec.table(NAME)
              .args(COUNT)
              .returns(VALUE)
              .doc("Generate integers from 0 to count-1")
              .example("SELECT * FROM make_series(5)", "Generate 0..4")
              .build());
    }

    @Override
    protected long count(Call call) {
      return call.get(COUNT);
    }

    @Override
    protected void write(Scan scan, long first, int rows, BatchWriter out) {
      MakeSeries.write(out, first, rows, 0, 1);
    }
  }

  /** From one number to below another. */
  private static final class OfRange extends CountedRows {
    private static final Arg<Long> START = Arg.bigint("start").doc("Start value (inclusive)");
    private static final Arg<Long> STOP = Arg.bigint("stop").doc("Stop value (exclusive)");

    OfRange() {
      super(
          FunctionSpec.table(NAME)
              .args(START, STOP)
              .returns(VALUE)
              .doc("Generate integers from start to stop-1")
              .example("SELECT * FROM make_series(3, 7)", "Generate 3..6")
              .build());
    }

    @Override
    protected long count(Call call) {
      return steps(call.get(START), call.get(STOP), 1);
    }

    @Override
    protected void write(Scan scan, long first, int rows, BatchWriter out) {
      MakeSeries.write(out, first, rows, scan.get(START), 1);
    }
  }

  /** From one number to below another, a step apart. */
  private static final class OfSteps extends CountedRows {
    private static final Arg<Long> START = Arg.bigint("start").doc("Start value (inclusive)");
    private static final Arg<Long> STOP = Arg.bigint("stop").doc("Stop value (exclusive)");
    private static final Arg<Long> STEP = Arg.bigint("step").atLeast(1L).doc("Step between values");

    OfSteps() {
      super(
          FunctionSpec.table(NAME)
              .args(START, STOP, STEP)
              .returns(VALUE)
              .doc("Generate integers from start to stop-1 with step")
              .example("SELECT * FROM make_series(0, 10, 3)", "Generate 0, 3, 6, 9")
              .build());
    }

    @Override
    protected long count(Call call) {
      return steps(call.get(START), call.get(STOP), call.get(STEP));
    }

    @Override
    protected void write(Scan scan, long first, int rows, BatchWriter out) {
      MakeSeries.write(out, first, rows, scan.get(START), scan.get(STEP));
    }
  }

  private static long steps(long start, long stop, long step) {
    return start >= stop ? 0 : (Math.subtractExact(stop, start) - 1) / step + 1;
  }

  /** The numbers of a comma-separated text. */
  private static final class OfText extends CountedRows {
    private static final Arg<String> VALUES = Arg.varchar("values").doc("Comma-separated integers");

    OfText() {
      super(
          FunctionSpec.table(NAME)
              .args(VALUES)
              .returns(VALUE)
              .doc("Parse comma-separated integers into rows")
              .build());
    }

    @Override
    protected long count(Call call) {
      String text = call.get(VALUES);
      long count = 1;
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) == ',') {
          count++;
        }
      }
      return count;
    }

    @Override
    protected void write(Scan scan, long first, int rows, BatchWriter out) {
      String text = scan.get(VALUES);
      BigIntVector values = out.get(VALUE);
      int from = 0;
      for (long skip = 0; skip < first; skip++) {
        from = text.indexOf(',', from) + 1;
      }
      for (int i = 0; i < rows; i++) {
        int comma = text.indexOf(',', from);
        int to = comma < 0 ? text.length() : comma;
        values.set(i, parse(text.substring(from, to).strip()));
        from = to + 1;
      }
    }

    private static long parse(String number) {
      try {
        return Long.parseLong(number);
      } catch (NumberFormatException notOne) {
        throw VgiException.invalidArgument("'" + number + "' is not an integer");
      }
    }
  }

  /** Ten multiples of a real number. */
  private static final class OfReals extends CountedRows {
    private static final Arg<Double> STEP = Arg.float8("step").doc("Step size between values");

    OfReals() {
      super(
          FunctionSpec.table(NAME)
              .args(STEP)
              .returns(REAL_VALUE)
              .doc("Generate 10 float values with given step size")
              .build());
    }

    @Override
    protected long count(Call call) {
      return 10;
    }

    @Override
    protected void write(Scan scan, long first, int rows, BatchWriter out) {
      double step = scan.get(STEP);
      Float8Vector values = out.get(REAL_VALUE);
      for (int i = 0; i < rows; i++) {
        values.set(i, (first + i) * step);
      }
    }
  }
}
