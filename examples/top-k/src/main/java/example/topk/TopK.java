package example.topk;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ReducingFunction;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** The k rows with the greatest scores: each thread keeps k of its own, which are merged. */
public final class TopK implements ReducingFunction<TopK.Best> {
  private static final Arg<Integer> K = Arg.integer("k").named().orElse(10).atLeast(1).atMost(1000);
  private static final ValueColumn<VarCharVector, String> ITEM = Column.varchar("item");
  private static final ValueColumn<Float8Vector, Double> SCORE = Column.float8("score");

  /** As ORDER BY score DESC NULLS LAST, item: no two different rows are equal. */
  private static final Comparator<Scored> ORDER =
      Comparator.<Scored, Double>comparing(
              Scored::score, Comparator.nullsLast(Comparator.reverseOrder()))
          .thenComparing(Scored::item, ITEM.codec()::compare);

  /** A row of input and output. */
  record Scored(@Nullable String item, @Nullable Double score) {}

  /** What is kept of some input. It travels between processes, by its fields. */
  static final class Best {
    private List<Scored> rows = new ArrayList<>();

    void add(Scored row, int k) {
      int at = Collections.binarySearch(rows, row, ORDER);
      rows.add(at < 0 ? -at - 1 : at, row);
      if (rows.size() > k) {
        rows.remove(k);
      }
    }
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.buffering("top_k").tableInput("rows").args(K).returns(Scored.class).build();
  }

  @Override
  public Best newState() {
    return new Best();
  }

  @Override
  public void sink(Sink sink, Best part, Rows in) {
    ValueCodec.Reader<String> items = in.reader(ITEM);
    ValueCodec.Reader<Double> scores = in.reader(SCORE);
    int k = sink.get(K);
    for (int row = 0; row < in.count(); row++) {
      part.add(new Scored(items.get(row), scores.get(row)), k);
    }
  }

  @Override
  public Best merge(Call call, Best left, Best right) {
    int k = call.get(K);
    right.rows.forEach(row -> left.add(row, k));
    return left;
  }

  @Override
  public void result(Source source, Best all, BatchWriter out) {
    all.rows.forEach(row -> out.row().set(row));
  }

  static Catalog catalog() {
    return Catalog.named("ranks").function(new TopK()).build();
  }

  public static void main(String[] args) {
    Worker.of(catalog()).run(args);
  }
}
