package io.vgi.example.scalar;

import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Scalars whose results the engine may keep, value by value. */
final class CachedScalars {
  private static final CacheHint HINT = CacheHint.forSeconds(300).eachValue();
  private static final Column<BigIntVector> VALUE = Column.bigint("value").doc("Value");

  private CachedScalars() {}

  static final class Twice implements ScalarFunction<BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("cached_double_scalar")
          .columns(VALUE)
          .returns(SqlType.BIGINT)
          .doc("Doubles a BIGINT value (advertises vgi.cache.ttl for per-value memo)")
          .cache(HINT)
          .build();
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      BigIntVector value = in.get(VALUE);
      in.forEachRow(row -> out.set(row, Math.multiplyExact(value.get(row), 2L)));
    }
  }

  static final class AddConst implements ScalarFunction<BigIntVector> {
    private static final Arg<Long> ADDEND = Arg.bigint("addend").doc("Constant addend");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("cached_add_const")
          .columns(VALUE)
          .args(ADDEND)
          .returns(SqlType.BIGINT)
          .doc("value + const addend (advertises vgi.cache.ttl)")
          .cache(HINT)
          .build();
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      BigIntVector value = in.get(VALUE);
      long addend = call.get(ADDEND);
      in.forEachRow(row -> out.set(row, Math.addExact(value.get(row), addend)));
    }
  }

  static final class Label implements ScalarFunction<VarCharVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("cached_label")
          .columns(VALUE)
          .returns(SqlType.VARCHAR)
          .doc("value -> 'lbl-<value>' or NULL for negatives (advertises vgi.cache.ttl)")
          .cache(HINT)
          .build();
    }

    @Override
    public void eval(Call call, Rows in, VarCharVector out) {
      BigIntVector value = in.get(VALUE);
      in.forEachRow(
          row -> {
            if (value.get(row) >= 0) {
              out.setSafe(row, ("lbl-" + value.get(row)).getBytes(StandardCharsets.US_ASCII));
            }
          });
    }
  }
}
