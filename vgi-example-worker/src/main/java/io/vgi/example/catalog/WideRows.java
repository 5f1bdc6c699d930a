package io.vgi.example.catalog;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RowWriter;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a made-up log: twelve columns of many types, most of which a query leaves out.
 *
 * @param chunk the most rows of one batch
 * @param shares how many streams share the rows
 */
record WideRows(FunctionSpec spec, int chunk, int shares)
    implements SplittableTableFunction<WideRows.Place, WideRows.Share> {
  private static final Arg<Long> N = Arg.bigint("n").atLeast(0L).doc("Number of rows to generate");

  /**
   * A column.
   *
   * @param column its name and type
   * @param value its value by the number of the row
   */
  private record Wide(Column<?> column, LongFunction<@Nullable Object> value) {}

  private static final List<Wide> COLUMNS =
      List.of(
          new Wide(Column.varchar("topic").notNull(), row -> "demo_topic"),
          new Wide(Column.integer("partition").notNull(), row -> row % 4),
          new Wide(Column.bigint("offset").notNull(), row -> row),
          nulls(
              Column.of(
                  "timestamp",
                  SqlType.of(
                      Field.nullable("", new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"))))),
          nulls(Column.varchar("timestamp_type")),
          new Wide(Column.blob("key"), row -> ("k" + row).getBytes(StandardCharsets.UTF_8)),
          new Wide(Column.varchar("key_string"), row -> "k" + row),
          nulls(Column.integer("key_schema_id")),
          new Wide(Column.blob("value"), row -> ("v" + row).getBytes(StandardCharsets.UTF_8)),
          new Wide(Column.varchar("value_string"), row -> "v" + row),
          nulls(Column.integer("value_schema_id")),
          new Wide(
              Column.list("headers", SqlType.struct(Column.varchar("k"), Column.blob("v")))
                  .notNull(),
              row -> List.of()));

  /**
   * Where a scan stands.
   *
   * @param row the next row
   * @param end the first row that is not its own
   */
  record Place(long row, long end) {}

  /**
   * One part of the rows.
   *
   * @param number the part, from 0
   */
  record Share(int number) {}

  WideRows(String name, String doc, int chunk, int shares) {
    this(
        FunctionSpec.table(name)
            .args(N)
            .returns(COLUMNS.stream().map(Wide::column).toArray(Column<?>[]::new))
            .doc("projection-pushdown reproducer (" + doc + ")")
            .pushdown(Pushdown.PROJECTION)
            .parallel(shares)
            .build(),
        chunk,
        shares);
  }

  private static Wide nulls(Column<?> column) {
    return new Wide(column, row -> null);
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output()).cardinality(bind.get(N));
  }

  @Override
  public List<Share> splits(Scan scan) {
    return IntStream.range(0, shares).mapToObj(Share::new).toList();
  }

  @Override
  public Place open(Scan scan, Share share) {
    long rows = scan.get(N);
    return new Place(rows * share.number() / shares, rows * (share.number() + 1) / shares);
  }

  @Override
  public @Nullable Place next(Scan scan, Place at, BatchWriter out) {
    long end = Math.min(at.end(), at.row() + Math.min(chunk, scan.batchSize()));
    for (long row = at.row(); row < end; row++) {
      RowWriter to = out.row();
      for (int i = 0; i < COLUMNS.size(); i++) {
        to.set(i, COLUMNS.get(i).value().apply(row));
      }
    }
    return end < at.end() ? new Place(end, at.end()) : null;
  }
}
