package example.median;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.Call;
import io.vgi.function.Frames;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Partition;
import io.vgi.function.Rows;
import io.vgi.function.WindowAggregate;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;

/** The value at which half of the weight is reached, the lower one when two values meet there. */
public final class WeightedMedian
    implements WindowAggregate<WeightedMedian.Weights, List<WeightedMedian.Item>, Float8Vector> {
  private static final Column<Float8Vector> VALUE = Column.float8("value");
  private static final Column<BigIntVector> WEIGHT = Column.bigint("weight");
  private static final Comparator<Item> BY_VALUE = Comparator.comparingDouble(Item::value);

  /** What is known of a group. It travels between processes, by its fields. */
  static final class Weights {
    private Map<Double, Long> byValue = new HashMap<>();

    void add(double value, long weight) {
      byValue.merge(value, checked(weight), Math::addExact);
    }
  }

  /** A value that counts, of a row of a partition. */
  record Item(int row, double value, long weight) {}

  private static long checked(long weight) {
    if (weight < 0) {
      throw VgiException.invalidArgument("A weight cannot be negative: " + weight);
    }
    return weight;
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
    Stream<Item> items =
        state.byValue.entrySet().stream().map(one -> new Item(0, one.getKey(), one.getValue()));
    write(items.sorted(BY_VALUE).toList(), out, row);
  }

  /** Sorts a partition once. */
  @Override
  public List<Item> prepare(Call call, Partition partition) {
    Float8Vector values = partition.get(VALUE);
    BigIntVector weights = partition.get(WEIGHT);
    return IntStream.range(0, partition.count())
        .filter(partition::counts)
        .mapToObj(row -> new Item(row, values.get(row), checked(weights.get(row))))
        .sorted(BY_VALUE)
        .toList();
  }

  @Override
  public void window(Call call, List<Item> sorted, Frames frames, Float8Vector out) {
    for (int i = 0; i < frames.count(); i++) {
      int frame = i;
      write(sorted.stream().filter(item -> isIn(frames, frame, item.row)).toList(), out, frame);
    }
  }

  private static boolean isIn(Frames frames, int frame, int row) {
    return IntStream.range(0, frames.parts(frame))
        .anyMatch(part -> row >= frames.start(frame, part) && row < frames.end(frame, part));
  }

  private static void write(List<Item> sorted, Float8Vector out, int row) {
    long total = sorted.stream().mapToLong(Item::weight).reduce(0, Math::addExact);
    long left = total;
    for (Item item : sorted) {
      left -= item.weight;
      if (item.weight > 0 && left <= total - left) {
        out.set(row, item.value);
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
