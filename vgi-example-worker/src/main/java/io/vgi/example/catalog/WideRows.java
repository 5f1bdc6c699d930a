package io.vgi.example.catalog;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a made-up log: twelve columns of many types, most of which a query leaves out.
 */
final class WideRows implements SplittableTableFunction<WideRows.Place, WideRows.Share> {
  private static final int PARTITIONS = 4;
  private static final Arg<Long> N = Arg.bigint("n").atLeast(0L).doc("Number of rows to generate");

  private static final Column<VarCharVector> TOPIC = Column.varchar("topic").notNull();
  private static final Column<IntVector> PARTITION = Column.integer("partition").notNull();
  private static final Column<BigIntVector> OFFSET = Column.bigint("offset").notNull();
  private static final Column<TimeStampMilliTZVector> TIMESTAMP =
      Column.of(
          "timestamp",
          SqlType.of(Field.nullable("", new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"))),
          TimeStampMilliTZVector.class);
  private static final Column<VarCharVector> TIMESTAMP_TYPE = Column.varchar("timestamp_type");
  private static final Column<VarBinaryVector> KEY = Column.blob("key");
  private static final Column<VarCharVector> KEY_STRING = Column.varchar("key_string");
  private static final Column<IntVector> KEY_SCHEMA = Column.integer("key_schema_id");
  private static final Column<VarBinaryVector> VALUE = Column.blob("value");
  private static final Column<VarCharVector> VALUE_STRING = Column.varchar("value_string");
  private static final Column<IntVector> VALUE_SCHEMA = Column.integer("value_schema_id");
  private static final Column<ListVector> HEADERS =
      Column.list("headers", SqlType.struct(Column.varchar("k"), Column.blob("v"))).notNull();

  private final FunctionSpec spec;
  private final int chunk;
  private final int shares;
  private final boolean onlyWanted;

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

  /**
   * A function of these rows.
   *
   * @param chunk the most rows of one batch
   * @param shares how many streams share the rows
   * @param onlyWanted whether columns that a query leaves out are not written at all
   */
  WideRows(String name, String doc, int chunk, int shares, boolean onlyWanted) {
    this.spec =
        FunctionSpec.table(name)
            .args(N)
            .returns(
                TOPIC,
                PARTITION,
                OFFSET,
                TIMESTAMP,
                TIMESTAMP_TYPE,
                KEY,
                KEY_STRING,
                KEY_SCHEMA,
                VALUE,
                VALUE_STRING,
                VALUE_SCHEMA,
                HEADERS)
            .doc("projection-pushdown reproducer (" + doc + ")")
            .pushdown(Pushdown.PROJECTION)
            .parallel(shares)
            .build();
    this.chunk = chunk;
    this.shares = shares;
    this.onlyWanted = onlyWanted;
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(io.vgi.function.Bind bind) {
    return TableShape.of(spec.output()).cardinality(bind.get(N));
  }

  @Override
  public List<Share> splits(Scan scan) {
    List<Share> all = new ArrayList<>();
    for (int i = 0; i < shares; i++) {
      all.add(new Share(i));
    }
    return all;
  }

  @Override
  public Place open(Scan scan, Share share) {
    long rows = scan.get(N);
    return new Place(rows * share.number() / shares, rows * (share.number() + 1) / shares);
  }

  @Override
  public @Nullable Place next(Scan scan, Place at, BatchWriter out) {
    int rows = (int) Math.min(at.end() - at.row(), Math.min(chunk, scan.batchSize()));
    if (rows <= 0) {
      return null;
    }
    for (int i = 0; i < rows; i++) {
      write(out, i, at.row() + i);
    }
    out.rows(rows);
    return at.row() + rows == at.end() ? null : new Place(at.row() + rows, at.end());
  }

  private void write(BatchWriter out, int row, long number) {
    if (wants(out, TOPIC)) {
      out.get(TOPIC).setSafe(row, bytes("demo_topic"));
    }
    if (wants(out, PARTITION)) {
      out.get(PARTITION).setSafe(row, (int) (number % PARTITIONS));
    }
    if (wants(out, OFFSET)) {
      out.get(OFFSET).setSafe(row, number);
    }
    if (wants(out, KEY)) {
      out.get(KEY).setSafe(row, bytes("k" + number));
    }
    if (wants(out, KEY_STRING)) {
      out.get(KEY_STRING).setSafe(row, bytes("k" + number));
    }
    if (wants(out, VALUE)) {
      out.get(VALUE).setSafe(row, bytes("v" + number));
    }
    if (wants(out, VALUE_STRING)) {
      out.get(VALUE_STRING).setSafe(row, bytes("v" + number));
    }
    if (wants(out, HEADERS)) {
      ListVector headers = out.get(HEADERS);
      headers.startNewValue(row);
      headers.endValue(row, 0);
    }
  }

  private boolean wants(BatchWriter out, Column<?> column) {
    return !onlyWanted || out.wants(column);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
