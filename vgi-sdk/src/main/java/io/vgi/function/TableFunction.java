package io.vgi.function;

import io.vgi.param.Arg;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function that gives rows, from one cursor after the other.
 *
 * @param <C> the cursor; see {@link ScanFunction}
 */
public non-sealed interface TableFunction<C> extends ScanFunction<C> {
  /** Places a cursor before the first row. */
  C open(Scan scan) throws Exception;

  /**
   * A table function that gives the records of a stream, a column for each component as {@link
   * io.vgi.type.ValueCodec} has it. A component that the query does not use is not even asked for;
   * conditions are pushed down, so a source may read {@link Scan#filter} to give fewer rows.
   *
   * <p>A stream cannot be resumed, so each scan stays where it was opened, on one thread: over HTTP
   * it waits in its process between the requests, counts there as an open stream, and is lost with
   * that process or when nobody asks for its next batch in time. It is closed at the end, on
   * errors, and when the query is given up or needs no more rows. A table whose rows have an order
   * of their own to go on from, such as a key, is better off with a cursor.
   *
   * <p>A row costs about twice what the same takes when it is written to vectors: by JMH, a million
   * rows of six columns took 117 ms of a processor from a stream of records and 88 ms from a list,
   * against 68 ms.
   *
   * <p>A batch ends at {@link Scan#batchSize} rows, at some megabytes, or when its rows took longer
   * than a tenth of a second, whichever is first. Beware of {@link Stream#flatMap}: the JDK reads
   * all of an inner stream into memory before it gives the first of its elements.
   *
   * @throws IllegalArgumentException when a component has no DuckDB type
   */
  static <R extends Record> TableFunction<?> rows(String name, Class<R> row, RowSource<R> source) {
    return rows(FunctionSpec.table(name), row, source);
  }

  /**
   * As {@link #rows(String, Class, RowSource)}, with what else {@code spec} declares, such as a
   * text, settings and secrets. Its columns are those of the record, whether it names them or none.
   */
  static <R extends Record> TableFunction<?> rows(
      TableSpecBuilder spec, Class<R> row, RowSource<R> source) {
    return RowTable.of(spec, row, source);
  }

  /**
   * As {@link #rows(String, Class, RowSource)}, with arguments: one for each component of {@code
   * args}, by position, where NULL is refused, or by name and left out at will where the component
   * is an {@link java.util.Optional}.
   */
  static <A extends Record, R extends Record> TableFunction<?> rows(
      String name, Class<A> args, Class<R> row, ArgumentRowSource<A, R> source) {
    return rows(FunctionSpec.table(name), args, row, source);
  }

  /**
   * As {@link #rows(String, Class, Class, ArgumentRowSource)}, with what else {@code spec}
   * declares.
   */
  static <A extends Record, R extends Record> TableFunction<?> rows(
      TableSpecBuilder spec, Class<A> args, Class<R> row, ArgumentRowSource<A, R> source) {
    return RowTable.of(spec, args, row, source);
  }

  /**
   * A table function that always gives {@code rows}, with what is known of them. Its scans can be
   * resumed anywhere.
   */
  static <R extends Record> TableFunction<?> rows(String name, Class<R> row, List<R> rows) {
    return rows(FunctionSpec.table(name), row, rows);
  }

  /**
   * As {@link #rows(String, Class, List)}, with what else {@code spec} declares; its columns are
   * those of the record.
   */
  static <R extends Record> TableFunction<?> rows(
      TableSpecBuilder spec, Class<R> row, List<R> rows) {
    return new ListTable<>(spec, row, rows);
  }

  /**
   * A table function that reads its rows page by page, such as those of a REST API: {@code
   * TableFunction.pages("issues", Issue.class, String.class, (scan, token) -> page(token))}. A page
   * is a batch, so a query with LIMIT asks for no more pages than it needs; conditions are pushed
   * down, so a source may read {@link Scan#filter} to give fewer rows.
   *
   * <p>Between two pages nothing is kept but the key of the next, which travels: any process can go
   * on from there, and over HTTP a scan that waits takes no room.
   *
   * @param key the class of keys, which travel as a component of a cursor does
   * @throws IllegalArgumentException when a component has no DuckDB type, or the key no codec
   */
  static <R extends Record, K> TableFunction<?> pages(
      String name, Class<R> row, Class<K> key, PageSource<R, K> source) {
    return pages(FunctionSpec.table(name), row, key, source);
  }

  /**
   * As {@link #pages(String, Class, Class, PageSource)}, with what else {@code spec} declares, such
   * as arguments; its columns are those of the record.
   */
  static <R extends Record, K> TableFunction<?> pages(
      TableSpecBuilder spec, Class<R> row, Class<K> key, PageSource<R, K> source) {
    return new PageTable<>(spec, row, key, source);
  }

  /**
   * Reads the pages of a scan.
   *
   * @param <R> a row
   * @param <K> the key of a page
   */
  @FunctionalInterface
  interface PageSource<R extends Record, K> {
    /**
     * Reads a page, some thousands of rows at most.
     *
     * @param key which page, as the one before it said, or null for the first
     */
    Page<R, K> read(Scan scan, @Nullable K key) throws Exception;
  }

  /**
   * Opens the rows of a scan.
   *
   * @param <R> a row
   */
  @FunctionalInterface
  interface RowSource<R extends Record> {
    /** The rows, from the first on; the SDK closes the stream. */
    Stream<R> open(Scan scan) throws Exception;
  }

  /**
   * Opens the rows of a scan with arguments.
   *
   * @param <A> the arguments
   * @param <R> a row
   */
  @FunctionalInterface
  interface ArgumentRowSource<A extends Record, R extends Record> {
    /** The rows, from the first on; the SDK closes the stream. */
    Stream<R> open(A args, Scan scan) throws Exception;
  }

  /**
   * A function whose number of rows is known before, and each row by its number. Batches, the place
   * to go on from and the count that the engine plans with are made from that.
   *
   * @param spec the declaration, with the columns
   * @param count how many rows a call gives
   * @param kernel writes rows
   * @throws IllegalArgumentException when {@code spec} has no columns
   */
  static RangeFunction range(FunctionSpec spec, RowCount count, RangeKernel kernel) {
    return RangeFunction.counted(spec, count, kernel);
  }

  /**
   * As {@link #range(FunctionSpec, RowCount, RangeKernel)}, of as many rows as {@code count} says.
   */
  static RangeFunction range(FunctionSpec spec, Arg<Long> count, RangeKernel kernel) {
    return RangeFunction.counted(spec, new RangeFunction.ArgumentRows(count), kernel);
  }

  /** As {@link #range(FunctionSpec, RowCount, RangeKernel)}, always of {@code count} rows. */
  static RangeFunction range(FunctionSpec spec, long count, RangeKernel kernel) {
    return RangeFunction.counted(spec, new RangeFunction.FixedRows(count), kernel);
  }

  /**
   * As {@link #range}, where the call decides the columns or more than the count is known of the
   * rows.
   *
   * @param spec the declaration
   * @param shaper decides the shape, with {@link TableShape#cardinality} the number of rows
   * @param kernel writes rows
   */
  static RangeFunction shaped(FunctionSpec spec, Shaper shaper, RangeKernel kernel) {
    return RangeFunction.shaped(spec, shaper, kernel);
  }

  /** Decides what a call of {@link #shaped} gives. */
  @FunctionalInterface
  interface Shaper {
    /** The columns, the exact number of rows and what else is known; repeated binds must agree. */
    TableShape of(Bind bind) throws Exception;
  }

  /** How many rows a call of {@link #range} gives. */
  @FunctionalInterface
  interface RowCount {
    /**
     * The count; a negative one is none. Asked when the call is bound and when its scan opens,
     * which must agree.
     */
    long of(Call call) throws Exception;
  }

  /** Writes rows of {@link #range}. */
  @FunctionalInterface
  interface RangeKernel {
    /**
     * Writes the rows from {@code first} to {@code first + rows - 1}, counted from 0, to the rows
     * of {@code out} from 0 on.
     *
     * @param rows how many, at least 1 and at most {@link Scan#batchSize} or what {@link
     *     RangeFunction#batches} says; the SDK ends the batch
     */
    void write(Scan scan, long first, int rows, BatchWriter out) throws Exception;
  }
}
