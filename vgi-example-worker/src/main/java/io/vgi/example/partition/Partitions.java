package io.vgi.example.partition;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Partitions of equal length, each of which is one batch that any reader may take. */
public abstract class Partitions implements SplittableTableFunction<Partitions.Part, Partitions.Part> {
  private final FunctionSpec spec;
  private final Arg<Long> rows;

  /**
   * One partition.
   *
   * @param number its number, from 0
   */
  public record Part(int number) {}

  /**
   * Declares the table.
   *
   * @param rows the argument that says how many rows a partition has
   */
  protected Partitions(FunctionSpec spec, Arg<Long> rows) {
    this.spec = spec;
    this.rows = rows;
  }

  @Override
  public final FunctionSpec spec() {
    return spec;
  }

  /** How many partitions the call gives. */
  protected abstract int count(Call call);

  /** Writes all rows of partition {@code number}. */
  protected abstract void write(int number, int rows, BatchWriter out);

  @Override
  public final TableShape bind(Bind bind) {
    return TableShape.of(spec.output())
        .cardinality(Math.multiplyExact(bind.get(rows), (long) count(bind)));
  }

  @Override
  public final List<Part> splits(Scan scan) {
    int count = count(scan);
    List<Part> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      parts.add(new Part(i));
    }
    return parts;
  }

  @Override
  public final Part open(Scan scan, Part split) {
    return split;
  }

  @Override
  public final @Nullable Part next(Scan scan, Part at, BatchWriter out) {
    int count = Math.toIntExact(scan.get(rows));
    write(at.number(), count, out);
    out.rows(count);
    return null;
  }
}
