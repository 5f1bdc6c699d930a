package io.vgi.example.accumulate;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.PeriodDuration;
import org.jspecify.annotations.Nullable;

/** Adds its input to the rows collected under a name. */
record Accumulate(FunctionSpec spec)
    implements BufferingFunction<Accumulate.Arrival, Accumulate.Position> {
  static final Arg<String> NAME =
      Arg.varchar("name").doc("Name of the collection to accumulate into");

  private static final Arg<PeriodDuration> TTL =
      Arg.interval("ttl")
          .named()
          .optional()
          .doc("Drop rows older than this INTERVAL (a month has 30 days)");
  private static final Arg<Long> MAX_ROW_SIZE =
      Arg.bigint("max_row_size")
          .named()
          .orElse(0L)
          .atLeast(0L)
          .doc("Most rows kept per name, the oldest are dropped first (0 = unlimited)");
  private static final Arg<String> RESULT =
      Arg.varchar("result")
          .named()
          .orElse("all")
          .oneOf("all", "new", "none")
          .doc("What to return: all rows, only the new ones, or none");
  private static final int DAYS_OF_MONTH = 30;
  private static final long MICROS_OF_DAY = 86_400_000_000L;

  /** When the input came, once it is all there. */
  static final class Arrival {
    private long micros;
  }

  /**
   * Where the result stands.
   *
   * @param key the key of the last batch of the collection that was given
   * @param kept the position of the next batch of the input
   */
  record Position(String key, long kept) {}

  Accumulate() {
    this(
        FunctionSpec.buffering("accumulate")
            .args(NAME)
            .tableInput()
            .args(TTL, MAX_ROW_SIZE, RESULT)
            .doc(
                "Append rows to a named collection; return all/new/no rows with a _timestamp column")
            .categories("stateful", "utility")
            .tag("category", "stateful")
            .tag("type", "accumulator")
            .example(
                "SELECT * FROM accumulate('events', (VALUES (1), (2)) t(x))",
                "Accumulate two rows under 'events' and return the full collection")
            .example(
                "SELECT * FROM accumulate('events', (VALUES (3)) t(x), result := 'new')",
                "Append a row and return only the new rows")
            .example(
                "SELECT * FROM accumulate('events', (VALUES (4)) t(x), result := 'none')",
                "Append a row and return nothing")
            .example(
                "SELECT * FROM accumulate('events', (VALUES (5)) t(x), ttl := INTERVAL '1 hour',"
                    + " max_row_size := 1000)",
                "Append with a lifetime of an hour and room for 1000 rows")
            .build());
  }

  @Override
  public TableShape bind(Bind bind) throws Exception {
    Collection collection = Collection.of(bind, NAME);
    List<Column<?>> input = bind.input();
    for (Column<?> column : input) {
      if (column.name().equals(Collection.TIMESTAMP)) {
        throw VgiException.invalidArgument(
            "input may not contain a reserved '_timestamp' column; accumulate adds it");
      }
    }
    List<Column<?>> collected = collection.columns();
    if (collected != null && !namesAndTypes(collected).equals(namesAndTypes(input))) {
      throw VgiException.invalidArgument(
          "input schema for accumulate('"
              + collection.name()
              + "', ...) does not match the schema already accumulated under that name: "
              + collected
              + ", received "
              + input);
    }
    return TableShape.of(Collection.withTimestamp(input));
  }

  private static List<?> namesAndTypes(List<Column<?>> columns) {
    return columns.stream().map(column -> Map.entry(column.name(), column.type())).toList();
  }

  @Override
  public Arrival newState() {
    return new Arrival();
  }

  @Override
  public void sink(Sink sink, Arrival part, Rows in) {
    sink.keep(in);
  }

  @Override
  public Arrival merge(Call call, Arrival left, Arrival right) {
    return left;
  }

  @Override
  public List<Position> open(Source source, Arrival all) throws Exception {
    Collection collection = Collection.of(source, NAME);
    Instant now = Instant.now();
    all.micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    long[] index = {0};
    long at = Source.Kept.START;
    while (at != Source.Kept.END) {
      at = source.kept().visit(at, rows -> collection.add(all.micros, index[0]++, rows));
    }
    PeriodDuration ttl = source.find(TTL);
    if (ttl != null) {
      collection.dropBefore(all.micros - micros(ttl));
    }
    if (source.get(MAX_ROW_SIZE) > 0) {
      collection.keepNewest(source.get(MAX_ROW_SIZE));
    }
    return source.get(RESULT).equals("none")
        ? List.of()
        : List.of(new Position("", Source.Kept.START));
  }

  private static long micros(PeriodDuration interval) {
    Period period = interval.getPeriod();
    long days = period.toTotalMonths() * DAYS_OF_MONTH + period.get(ChronoUnit.DAYS);
    return days * MICROS_OF_DAY + interval.getDuration().toNanos() / 1000;
  }

  @Override
  public @Nullable Position next(Source source, Arrival all, Position at, BatchWriter out)
      throws Exception {
    if (source.get(RESULT).equals("all")) {
      String key = Collection.of(source, NAME).write(at.key(), out);
      return key == null ? null : new Position(key, at.kept());
    }
    int[] count = {0};
    long behind = source.kept().visit(at.kept(), rows -> count[0] = rows.count());
    if (behind == Source.Kept.END) {
      return null;
    }
    source.kept().forward(at.kept(), out);
    Collection.stamp(all.micros, count[0], out);
    return new Position(at.key(), behind);
  }
}
