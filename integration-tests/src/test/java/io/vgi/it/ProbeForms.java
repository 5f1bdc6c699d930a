package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.ValueCopy;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;

/** Functions that hand on values of any type in one way or another. */
final class ProbeForms {
  private static final Column<FieldVector> VALUE = Column.any("value");

  private ProbeForms() {}

  static void addTo(Catalog.Builder probe) {
    probe.function(new Copied());
    probe.function(new UnionArrays("array_of_unions", false));
    probe.function(new UnionArrays("deep_array_of_unions", true));
    probe.function(new EveryOther());
  }

  /** The value, copied row by row. */
  private record Copied(FunctionSpec spec) implements ScalarFunction<FieldVector> {
    Copied() {
      this(
          FunctionSpec.scalar("copied")
              .columns(VALUE)
              .returns(SqlType.ANY)
              .nulls(NullHandling.SPECIAL)
              .build());
    }

    @Override
    public SqlType bind(Bind bind) {
      return bind.type(VALUE);
    }

    @Override
    public void eval(Call call, Rows in, FieldVector out) {
      ValueCopy copy = ValueCopy.between(in.get(VALUE), out);
      for (int row = 0; row < in.count(); row++) {
        copy.copy(row, row);
      }
    }
  }

  /** NULL, as an array of unions that have the value's type as a member. */
  private record UnionArrays(FunctionSpec spec, boolean deep)
      implements ScalarFunction<FieldVector> {
    UnionArrays(String name, boolean deep) {
      this(FunctionSpec.scalar(name).columns(VALUE).returns(SqlType.ANY).build(), deep);
    }

    @Override
    public SqlType bind(Bind bind) {
      SqlType union = SqlType.union(Column.of("v", bind.type(VALUE)), Column.integer("n"));
      SqlType array = SqlType.array(union, 2);
      return deep
          ? SqlType.struct(
              Column.list("l", array),
              Column.map("m", SqlType.VARCHAR, array),
              Column.of("a", array))
          : array;
    }

    @Override
    public void eval(Call call, Rows in, FieldVector out) {
      // nothing is written
    }
  }

  /** The first row of each batch, the third and so on. */
  private record EveryOther(FunctionSpec spec) implements TableInOutFunction {
    EveryOther() {
      this(FunctionSpec.tableInOut("every_other").tableInput().build());
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      int[] rows = new int[(in.count() + 1) / 2];
      java.util.Arrays.setAll(rows, i -> 2 * i);
      out.forward(in, rows, rows.length);
    }
  }
}
