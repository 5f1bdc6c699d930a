package io.vgi.example.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Partition;
import io.vgi.function.Rows;
import io.vgi.function.WindowAggregate;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VarCharVector;

/** Texts, joined by commas. */
interface ListAgg extends AggregateFunction<ListAgg.Texts, VarCharVector> {
  /** The column of texts. */
  Column<VarCharVector> VALUE = Column.varchar("value").doc("String column");

  /** The texts of a group. */
  final class Texts {
    private List<String> all = new ArrayList<>();
  }

  /** The aggregate as it is. */
  record Plain(FunctionSpec spec) implements ListAgg {
    Plain() {
      this(declare("vgi_listagg", "Concatenate strings with comma separator"));
    }
  }

  private static FunctionSpec declare(String name, String doc) {
    return FunctionSpec.aggregate(name)
        .columns(VALUE)
        .returns(SqlType.VARCHAR)
        .orderDependent()
        .doc(doc)
        .build();
  }

  private static String text(VarCharVector values, int row) {
    return new String(values.get(row), UTF_8);
  }

  private static void write(List<String> texts, VarCharVector out, int row) {
    if (!texts.isEmpty()) {
      out.setSafe(row, String.join(",", texts).getBytes(UTF_8));
    }
  }

  @Override
  default Texts newState() {
    return new Texts();
  }

  @Override
  default void update(Call call, Groups<Texts> groups, Rows in) {
    VarCharVector values = in.get(VALUE);
    in.forEachRow(row -> groups.at(row).all.add(text(values, row)));
  }

  @Override
  default void merge(Call call, Texts into, Texts from) {
    into.all.addAll(from.all);
  }

  @Override
  default void result(Call call, Texts state, VarCharVector out, int row) {
    write(state.all, out, row);
  }

  /** The texts of a frame, which are a piece of those of its partition. */
  record Windowed(FunctionSpec spec)
      implements ListAgg, WindowAggregate<Texts, Windowed.Prepared, VarCharVector> {
    /**
     * The texts of a partition.
     *
     * @param all those that count
     * @param first for each row, how many of them are before it
     */
    @SuppressWarnings("ArrayRecordComponent") // read only, never compared
    record Prepared(List<String> all, int[] first) {}

    Windowed() {
      this(
          declare(
              "vgi_window_listagg",
              "Windowed string concat (ORDER_DEPENDENT; tests fallback handoff)"));
    }

    @Override
    public Prepared prepare(Call call, Partition partition) {
      VarCharVector values = partition.get(VALUE);
      List<String> all = new ArrayList<>();
      int[] first = new int[partition.count() + 1];
      for (int row = 0; row < partition.count(); row++) {
        if (partition.counts(row)) {
          all.add(text(values, row));
        }
        first[row + 1] = all.size();
      }
      return new Prepared(all, first);
    }

    @Override
    public void window(Call call, Prepared prepared, Frames frames, VarCharVector out) {
      int[] first = prepared.first();
      for (int row = 0; row < frames.count(); row++) {
        List<String> frame = new ArrayList<>();
        for (int part = 0; part < frames.parts(row); part++) {
          int start = frames.start(row, part);
          int end = frames.end(row, part);
          if (start < end) {
            frame.addAll(prepared.all().subList(first[start], first[end]));
          }
        }
        write(frame, out, row);
      }
    }
  }
}
