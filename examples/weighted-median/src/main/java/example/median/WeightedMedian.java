package example.median;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;

/** The value at which half of the weight is reached, the lower one when two values meet there. */
public final class WeightedMedian
    implements AggregateFunction<WeightedMedian.Weights, Float8Vector> {
  private static final Column<Float8Vector> VALUE = Column.float8("value");
  private static final Column<BigIntVector> WEIGHT = Column.bigint("weight");

  /** What is known of a group, or of a part of a window. It travels by its fields. */
  static final class Weights {
    private Map<Double, Long> byValue = new HashMap<>();

    void add(double value, long weight) {
      if (weight < 0) {
        throw VgiException.invalidArgument("A weight cannot be negative: " + weight);
      }
      byValue.merge(value, weight, Math::addExact);
    }
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.aggregate("weighted_median")
        .columns(VALUE, WEIGHT)
        .returns(SqlType.DOUBLE)
        .build();
  }

  @Override
  public Weights newState() {
    return new Weights();
  }

  @Override
  public void update(Call call, Groups<Weights> groups, Rows in) {
    Float8Vector values = in.get(VALUE);
    BigIntVector weights = in.get(WEIGHT);
    in.forEachRow(row -> groups.at(row).add(values.get(row), weights.get(row)));
  }

  @Override
  public void merge(Call call, Weights into, Weights from) {
    from.byValue.forEach(into::add);
  }

  @Override
  public void result(Call call, Weights state, Float8Vector out, int row) {
    TreeMap<Double, Long> sorted = new TreeMap<>(state.byValue);
    long total = sorted.values().stream().reduce(0L, Math::addExact);
    long left = total;
    for (var item : sorted.entrySet()) {
      left -= item.getValue();
      if (item.getValue() > 0 && left <= total - left) {
        out.set(row, item.getKey());
        return;
      }
    }
  }

  static Catalog catalog() {
    return Catalog.named("stats").function(new WeightedMedian()).build();
  }

  public static void main(String[] args) {
    Worker.of(catalog()).run(args);
  }
}
