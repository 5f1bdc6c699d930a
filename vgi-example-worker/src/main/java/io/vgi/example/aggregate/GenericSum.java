package io.vgi.example.aggregate;

import io.vgi.example.Int128;
import io.vgi.example.Numbers;
import io.vgi.function.AggregateFunction;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** The sum of numbers of any type, in that type; of DECIMAL with as many digits as there are. */
final class GenericSum implements AggregateFunction<GenericSum.Total, FieldVector> {
  private static final Column<FieldVector> VALUE = Column.any("value").doc("Numeric value to sum");
  private static final StateCodec<Total> CODEC = StateCodec.of(Total::write, Total::read);
  private static final int MAX_DIGITS = 38;

  /** The upper half of the smallest number of 39 digits. */
  private static final long BEYOND_38_DIGITS = 5_421_010_862_427_522_170L;

  /** A sum, of which one half is used: the exact one or the real one. */
  static final class Total {
    private final Int128 exact = new Int128();
    private double real;
    private boolean any;

    private void add(Int128 value) {
      if (!exact.add(value)) {
        throw overflow(SqlType.decimal(MAX_DIGITS, 0));
      }
      any = true;
    }

    private void add(double value) {
      real += value;
      any = true;
    }

    private void write(DataOutput out) throws IOException {
      exact.write(out);
      out.writeDouble(real);
      out.writeBoolean(any);
    }

    private static Total read(DataInput in) throws IOException {
      Total total = new Total();
      total.exact.read(in);
      total.real = in.readDouble();
      total.any = in.readBoolean();
      return total;
    }
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.aggregate("vgi_generic_sum")
        .columns(VALUE)
        .returns(SqlType.ANY)
        .doc("Sum any numeric type")
        .build();
  }

  @Override
  public SqlType bind(Bind bind) {
    SqlType type = bind.type(VALUE);
    Numbers.check("vgi_generic_sum", type);
    return type.arrow() instanceof ArrowType.Decimal decimal
        ? SqlType.decimal(MAX_DIGITS, decimal.getScale())
        : type;
  }

  @Override
  public Total newState() {
    return new Total();
  }

  @Override
  public void update(Call call, Groups<Total> groups, Rows in) {
    FieldVector values = in.get(VALUE);
    Int128 value = new Int128();
    if (values instanceof Float8Vector reals) {
      in.forEachRow(row -> groups.at(row).add(reals.get(row)));
    } else if (values instanceof Float4Vector reals) {
      in.forEachRow(row -> groups.at(row).add(reals.get(row)));
    } else if (values instanceof UInt8Vector integers) {
      in.forEachRow(
          row -> {
            value.setUnsigned(integers.get(row));
            groups.at(row).add(value);
          });
    } else if (values instanceof BaseIntVector integers) {
      in.forEachRow(
          row -> {
            value.set(integers.getValueAsLong(row));
            groups.at(row).add(value);
          });
    } else {
      ArrowBuf decimals = values.getDataBuffer();
      in.forEachRow(
          row -> {
            value.set(decimals, row);
            groups.at(row).add(value);
          });
    }
  }

  @Override
  public void merge(Total into, Total from) {
    if (from.any) {
      into.add(from.exact);
      into.add(from.real);
    }
  }

  @Override
  public void result(Call call, Total state, FieldVector out, int row) {
    if (!state.any) {
      return;
    }
    if (out instanceof Float8Vector reals) {
      reals.set(row, state.real);
    } else if (out instanceof Float4Vector reals) {
      reals.set(row, (float) state.real);
    } else if (out instanceof BaseIntVector integers) {
      ArrowType.Int type = (ArrowType.Int) out.getField().getType();
      if (!state.exact.fits(type.getBitWidth(), type.getIsSigned())) {
        throw overflow(SqlType.of(out.getField()));
      }
      integers.setWithPossibleTruncate(row, state.exact.low());
    } else {
      long high = state.exact.high();
      if (high >= BEYOND_38_DIGITS || high < -BEYOND_38_DIGITS) {
        throw overflow(SqlType.of(out.getField()));
      }
      BitVectorHelper.setBit(out.getValidityBuffer(), row);
      state.exact.get(((DecimalVector) out).getDataBuffer(), row);
    }
  }

  private static VgiException overflow(SqlType type) {
    return VgiException.invalidArgument(
        "vgi_generic_sum: the sum does not fit "
            + type.sql()
            + "; cast the values to a wider type");
  }

  @Override
  public StateCodec<Total> stateCodec() {
    return CODEC;
  }
}
