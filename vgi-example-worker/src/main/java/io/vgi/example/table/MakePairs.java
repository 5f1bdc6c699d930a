package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Overloads of one name that differ in the types of their arguments only. */
final class MakePairs {
  private static final String NAME = "make_pairs";
  private static final Column<BigIntVector> A = Column.bigint("a");
  private static final Column<BigIntVector> B = Column.bigint("b");
  private static final Column<VarCharVector> TEXT_A = Column.varchar("a");
  private static final Column<VarCharVector> TEXT_B = Column.varchar("b");

  private MakePairs() {}

  static void addTo(Schema.Builder schema) {
    schema.function(new OfNumbers()).function(new OfTexts()).function(new OfBoth());
  }

  /** Numbers and their doubles. */
  private static final class OfNumbers extends CountedRows {
    private static final Arg<Long> START = Arg.bigint("start").doc("Start value");
    private static final Arg<Long> STOP = Arg.bigint("stop").doc("Stop value");

    OfNumbers() {
      super(
          FunctionSpec.table(NAME)
              .args(START, STOP)
              .returns(A, B)
              .doc("Generate integer pairs (i, i*2)")
              .build());
    }

    @Override
    protected long count(Call call) {
      return Math.subtractExact(call.get(STOP), call.get(START));
    }

    @Override
    protected void write(Scan scan, long first, int rows, BatchWriter out) {
      long start = scan.get(START) + first;
      BigIntVector a = out.get(A);
      BigIntVector b = out.get(B);
      for (int i = 0; i < rows; i++) {
        a.set(i, start + i);
        b.set(i, Math.multiplyExact(start + i, 2L));
      }
    }
  }

  /** Two texts with the numbers from 0 to 4 behind them. */
  private static final class OfTexts extends CountedRows {
    private static final Arg<String> PREFIX = Arg.varchar("prefix").doc("Prefix for column a");
    private static final Arg<String> SUFFIX = Arg.varchar("suffix").doc("Suffix for column b");

    OfTexts() {
      super(
          FunctionSpec.table(NAME)
              .args(PREFIX, SUFFIX)
              .returns(TEXT_A, TEXT_B)
              .doc("Generate string pairs with prefix and suffix")
              .build());
    }

    @Override
    protected long count(Call call) {
      return 5;
    }

    @Override
    protected void write(Scan scan, long first, int rows, BatchWriter out) {
      String prefix = scan.get(PREFIX);
      String suffix = scan.get(SUFFIX);
      VarCharVector a = out.get(TEXT_A);
      VarCharVector b = out.get(TEXT_B);
      for (int i = 0; i < rows; i++) {
        Text.set(a, i, prefix + (first + i));
        Text.set(b, i, suffix + (first + i));
      }
    }
  }

  /** Five numbers and their labels. */
  private static final class OfBoth extends CountedRows {
    private static final Arg<Long> START = Arg.bigint("start").doc("Start integer value");
    private static final Arg<String> LABEL =
        Arg.varchar("label").doc("Label prefix for string column");

    OfBoth() {
      super(
          FunctionSpec.table(NAME)
              .args(START, LABEL)
              .returns(A, TEXT_B)
              .doc("Generate mixed int/string pairs")
              .build());
    }

    @Override
    protected long count(Call call) {
      return 5;
    }

    @Override
    protected void write(Scan scan, long first, int rows, BatchWriter out) {
      long start = scan.get(START);
      String label = scan.get(LABEL);
      BigIntVector a = out.get(A);
      VarCharVector b = out.get(TEXT_B);
      for (int i = 0; i < rows; i++) {
        a.set(i, Math.addExact(start, first + i));
        Text.set(b, i, label + (first + i));
      }
    }
  }
}
