package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Partition;
import io.vgi.function.Rows;
import io.vgi.function.WindowAggregate;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.arrow.vector.Float8Vector;

/** Aggregates that need every number of one DOUBLE column. */
interface Quantiles extends AggregateFunction<Quantiles.DoubleList, Float8Vector> {
  /** The column. */
  Column<Float8Vector> VALUE = Column.float8("value");

  @Override
  default DoubleList newState() {
    return new DoubleList();
  }

  @Override
  default void update(Call call, Groups<DoubleList> groups, Rows in) {
    Float8Vector values = in.get(VALUE);
    in.forEachRow(row -> groups.at(row).add(values.get(row)));
  }

  @Override
  default void merge(Call call, DoubleList into, DoubleList from) {
    into.addAll(from);
  }

  @Override
  default StateCodec<DoubleList> stateCodec() {
    return DoubleList.CODEC;
  }

  /** The number below which a share of all numbers is. */
  record Percentile(FunctionSpec spec) implements Quantiles {
    private static final Arg<Double> PERCENTILE =
        Arg.float8("percentile").orElse(0.5).doc("Percentile (0-1)");

    Percentile() {
      this(
          FunctionSpec.aggregate("vgi_percentile")
              .columns(VALUE.doc("Values"))
              .args(PERCENTILE)
              .returns(SqlType.DOUBLE)
              .doc("Approximate percentile (demonstrates ConstParam)")
              .build());
    }

    @Override
    public SqlType bind(Bind bind) {
      Double share = bind.find(PERCENTILE);
      if (share == null) {
        throw fault("must not be NULL");
      } else if (!Double.isFinite(share)) {
        throw fault("must be a finite number, got " + share);
      } else if (share < 0 || share > 1) {
        throw fault("must be in [0, 1], got " + share);
      }
      return SqlType.DOUBLE;
    }

    @Override
    public void result(Call call, DoubleList state, Float8Vector out, int row) {
      int size = state.size();
      if (size > 0) {
        int index = (int) (call.get(PERCENTILE) * size);
        out.set(row, state.sorted(Math.min(index, size - 1)));
      }
    }

    private static VgiException fault(String what) {
      return VgiException.invalidArgument("vgi_percentile: percentile " + what);
    }
  }

  /** The number in the middle. */
  record Median(FunctionSpec spec)
      implements Quantiles, WindowAggregate<DoubleList, Median.Prepared, Float8Vector> {
    /**
     * The numbers of a partition.
     *
     * @param values those that count
     * @param first for each row, how many of them are before it
     */
    @SuppressWarnings("ArrayRecordComponent") // read only, never compared
    record Prepared(DoubleList values, int[] first) {}

    Median() {
      this(
          FunctionSpec.aggregate("vgi_window_median")
              .columns(VALUE.doc("Column to compute median of"))
              .returns(SqlType.DOUBLE)
              .doc("Windowed median (window() callback demonstrates non-incremental aggregates)")
              .build());
    }

    @Override
    public void result(Call call, DoubleList state, Float8Vector out, int row) {
      if (state.size() > 0) {
        out.set(row, state.median());
      }
    }

    @Override
    public Prepared prepare(Call call, Partition partition) {
      Float8Vector column = partition.get(VALUE);
      DoubleList values = new DoubleList();
      int[] first = new int[partition.count() + 1];
      for (int row = 0; row < partition.count(); row++) {
        if (partition.counts(row)) {
          values.add(column.get(row));
        }
        first[row + 1] = values.size();
      }
      return new Prepared(values, first);
    }

    @Override
    public void window(Call call, Prepared prepared, Frames frames, Float8Vector out) {
      int[] first = prepared.first();
      DoubleList frame = new DoubleList();
      for (int row = 0; row < frames.count(); row++) {
        frame.clear();
        for (int part = 0; part < frames.parts(row); part++) {
          int start = frames.start(row, part);
          int end = frames.end(row, part);
          if (start < end) {
            frame.addAll(prepared.values(), first[start], first[end]);
          }
        }
        result(call, frame, out, row);
      }
    }
  }

  /** Real numbers, all of them kept. */
  final class DoubleList {
    private static final StateCodec<double[]> DOUBLES = StateCodec.doubles();

    static final StateCodec<DoubleList> CODEC =
        new StateCodec<>() {
          @Override
          public void write(DoubleList list, DataOutput out) throws IOException {
            DOUBLES.write(Arrays.copyOf(list.values, list.size), out);
          }

          @Override
          public DoubleList read(DataInput in) throws IOException {
            return new DoubleList(DOUBLES.read(in));
          }
        };

    private static final double[] NONE = {};

    private double[] values;
    private int size;

    DoubleList() {
      this(NONE);
    }

    private DoubleList(double[] values) {
      this.values = values;
      this.size = values.length;
    }

    void add(double value) {
      reserve(1);
      values[size++] = value;
    }

    /** Adds the numbers of {@code from} at {@code start} up to {@code end}. */
    void addAll(DoubleList from, int start, int end) {
      reserve(end - start);
      System.arraycopy(from.values, start, values, size, end - start);
      size += end - start;
    }

    void addAll(DoubleList other) {
      addAll(other, 0, other.size);
    }

    private void reserve(int more) {
      int needed = Math.addExact(size, more);
      if (needed > values.length) {
        values = Arrays.copyOf(values, Math.max(needed, Math.max(4, size + (size >> 1))));
      }
    }

    void clear() {
      size = 0;
    }

    int size() {
      return size;
    }

    /** The number at {@code index} of the sorted list; sorts it. */
    double sorted(int index) {
      Arrays.sort(values, 0, size);
      return values[index];
    }

    /** The number in the middle, or between the two in the middle; sorts the list. */
    double median() {
      double upper = sorted(size / 2);
      return size % 2 == 1 ? upper : (values[size / 2 - 1] + upper) / 2;
    }
  }
}
