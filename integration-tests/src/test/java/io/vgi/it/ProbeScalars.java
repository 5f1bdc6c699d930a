package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScalarSpecBuilder;
import io.vgi.function.Stability;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Scalars with every sort of parameter. */
final class ProbeScalars {
  private static final Column<BigIntVector> X = Column.bigint("x");
  private static final Column<VarCharVector> TEXT = Column.varchar("text");
  private static final Column<BigIntVector> VALUES = Column.bigint("values").varargs();
  private static final Column<FieldVector> ANYTHING = Column.any("anything").varargs();
  private static final Arg<Long> FACTOR = Arg.bigint("factor").atLeast(1L).atMost(10L);
  private static final Arg<Long> STEP = Arg.bigint("step").orElse(1L);
  private static final Arg<String> MODE = Arg.varchar("mode").oneOf("upper", "lower");
  private static final Arg<String> CODE = Arg.varchar("code").matching("[A-Z]{3}");
  private static final Arg<String> TYPE = Arg.varchar("type");
  private static final AtomicLong COUNTER = new AtomicLong();

  private ProbeScalars() {}

  /** A function whose declaration and code are given. */
  record Made<V extends FieldVector>(FunctionSpec spec, Code<V> code) implements ScalarFunction<V> {
    /** What a function does with a batch. */
    @FunctionalInterface
    interface Code<V extends FieldVector> {
      void eval(Call call, Rows in, V out) throws Exception;
    }

    @Override
    public void eval(Call call, Rows in, V out) throws Exception {
      code.eval(call, in, out);
    }
  }

  static ScalarSpecBuilder longs(String name) {
    return FunctionSpec.scalar(name).returns(SqlType.BIGINT);
  }

  static ScalarFunction<BigIntVector> made(ScalarSpecBuilder spec, Made.Code<BigIntVector> code) {
    return new Made<>(spec.build(), code);
  }

  private static ScalarFunction<VarCharVector> text(
      ScalarSpecBuilder spec, Made.Code<VarCharVector> code) {
    return new Made<>(spec.returns(SqlType.VARCHAR).build(), code);
  }

  static void addTo(Catalog.Builder probe) {
    probe
        .function(made(longs("always_seven").columns(X), ProbeScalars::sevens))
        .function(
            made(
                longs("null_marker").columns(X).nulls(NullHandling.SPECIAL),
                ProbeScalars::markNulls))
        .function(made(longs("scaled").columns(X).args(FACTOR), ProbeScalars::scaled))
        .function(made(longs("stepped").columns(X).args(STEP), ProbeScalars::stepped))
        .function(text(FunctionSpec.scalar("cased").columns(TEXT).args(MODE), ProbeScalars::cased))
        .function(text(FunctionSpec.scalar("coded").columns(TEXT).args(CODE), ProbeScalars::coded))
        .function(made(longs("sum_all").columns(VALUES), ProbeScalars::sumAll))
        .function(
            text(
                FunctionSpec.scalar("trace").stability(Stability.VOLATILE),
                (call, in, out) -> {
                  for (int row = 0; row < in.count(); row++) {
                    put(out, row, call.traceparent() + " " + call.tracestate());
                  }
                }))
        .function(made(longs("forty_two"), (call, in, out) -> fill(in, out, 42)))
        .function(
            made(longs("next_number").stability(Stability.VOLATILE), ProbeScalars::nextNumbers))
        .function(
            made(
                longs("row_in_batch").columns(X).stability(Stability.VOLATILE),
                ProbeScalars::rowsInBatch))
        .function(kind("BIGINT", X))
        .function(kind("VARCHAR", TEXT))
        .function(kind("DOUBLE", Column.float8("real")))
        .function(kind("BIGINT, BIGINT", X, Column.bigint("y")))
        .function(kind("UUID", Column.of("id", SqlType.UUID)))
        .function(new FirstNonNull())
        .function(new Decided())
        .function(ScalarFunction.longs("negated", x -> -x))
        .function(ScalarFunction.longs("added", Math::addExact))
        .function(ScalarFunction.doubles("halved", x -> x / 2))
        .function(ScalarFunction.doubles("powered", Math::pow))
        .function(ScalarFunction.strings("reversed", ProbeScalars::reversed));
  }

  private static void sevens(Call call, Rows in, BigIntVector out) {
    fill(in, out, 7);
  }

  private static void fill(Rows in, BigIntVector out, long value) {
    for (int row = 0; row < in.count(); row++) {
      out.set(row, value);
    }
  }

  private static void markNulls(Call call, Rows in, BigIntVector out) {
    BigIntVector x = in.get(X);
    for (int row = 0; row < in.count(); row++) {
      out.set(row, x.isNull(row) ? -5000 : x.get(row));
    }
  }

  private static void scaled(Call call, Rows in, BigIntVector out) {
    BigIntVector x = in.get(X);
    long factor = call.get(FACTOR);
    in.forEachRow(row -> out.set(row, x.get(row) * factor));
  }

  private static void stepped(Call call, Rows in, BigIntVector out) {
    BigIntVector x = in.get(X);
    long step = call.get(STEP);
    in.forEachRow(row -> out.set(row, x.get(row) + step));
  }

  private static void cased(Call call, Rows in, VarCharVector out) {
    VarCharVector text = in.get(TEXT);
    boolean upper = call.get(MODE).equals("upper");
    in.forEachRow(
        row -> {
          String value = string(text, row);
          put(out, row, upper ? value.toUpperCase(Locale.ROOT) : value.toLowerCase(Locale.ROOT));
        });
  }

  private static void coded(Call call, Rows in, VarCharVector out) {
    VarCharVector text = in.get(TEXT);
    String code = call.get(CODE);
    in.forEachRow(row -> put(out, row, code + "-" + string(text, row)));
  }

  private static void sumAll(Call call, Rows in, BigIntVector out) {
    List<BigIntVector> values = in.all(VALUES);
    in.forEachRow(
        row -> {
          long sum = 0;
          for (BigIntVector value : values) {
            sum += value.get(row);
          }
          out.set(row, sum);
        });
  }

  private static void nextNumbers(Call call, Rows in, BigIntVector out) {
    for (int row = 0; row < in.count(); row++) {
      out.set(row, COUNTER.incrementAndGet());
    }
  }

  private static void rowsInBatch(Call call, Rows in, BigIntVector out) {
    for (int row = 0; row < in.count(); row++) {
      out.set(row, row);
    }
  }

  private static String reversed(String text) {
    return text.isEmpty() ? null : new StringBuilder(text).reverse().toString();
  }

  private static ScalarFunction<VarCharVector> kind(String name, Column<?>... columns) {
    return text(
        FunctionSpec.scalar("kind").columns(columns),
        (call, in, out) -> in.forEachRow(row -> put(out, row, name)));
  }

  static String string(VarCharVector vector, int row) {
    return new String(vector.get(row), StandardCharsets.UTF_8);
  }

  static void put(VarCharVector vector, int row, String value) {
    vector.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The first value that is not NULL; all have one type. */
  private record FirstNonNull(FunctionSpec spec) implements ScalarFunction<FieldVector> {
    FirstNonNull() {
      this(
          FunctionSpec.scalar("first_non_null")
              .columns(ANYTHING)
              .returns(SqlType.ANY)
              .nulls(NullHandling.SPECIAL)
              .build());
    }

    @Override
    public SqlType bind(Bind bind) {
      SqlType first = SqlType.NULL;
      for (SqlType type : bind.types(ANYTHING)) {
        if (first.equals(SqlType.NULL)) {
          first = type;
        } else if (!type.equals(SqlType.NULL) && !type.equals(first)) {
          throw new IllegalArgumentException(
              "first_non_null needs values of one type, not " + first + " and " + type);
        }
      }
      return first;
    }

    @Override
    public void eval(Call call, Rows in, FieldVector out) {
      for (int row = 0; row < in.count(); row++) {
        for (FieldVector value : in.all(ANYTHING)) {
          if (!value.isNull(row)) {
            out.copyFromSafe(row, row, value);
            break;
          }
        }
      }
    }
  }

  /** A result whose type is named by a constant. */
  private record Decided(FunctionSpec spec) implements ScalarFunction<FieldVector> {
    Decided() {
      this(FunctionSpec.scalar("decided").args(TYPE).returns(SqlType.ANY).build());
    }

    @Override
    public SqlType bind(Bind bind) {
      String type = bind.get(TYPE);
      return switch (type) {
        case "number" -> SqlType.BIGINT;
        case "text" -> SqlType.VARCHAR;
        default -> throw new IllegalArgumentException("There is no type '" + type + "' to decide");
      };
    }

    @Override
    public void eval(Call call, Rows in, FieldVector out) {
      for (int row = 0; row < in.count(); row++) {
        if (out instanceof BigIntVector numbers) {
          numbers.set(row, 1);
        } else {
          put((VarCharVector) out, row, "one");
        }
      }
    }
  }
}
