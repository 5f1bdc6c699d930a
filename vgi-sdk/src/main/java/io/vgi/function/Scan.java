package io.vgi.function;

import io.vgi.pushdown.AsOf;
import io.vgi.pushdown.Filter;
import io.vgi.pushdown.Sample;
import io.vgi.pushdown.TopN;
import io.vgi.type.Column;
import org.jspecify.annotations.Nullable;

/** A running call of a function that gives rows. Implemented by the SDK. */
public interface Scan extends Call {
  /** A good number of rows for one batch. */
  int batchSize();

  /** What the function's bind decided for this call. */
  TableShape shape();

  /** Whether the query uses {@code column}; what it does not use need not be computed. */
  boolean wants(Column<?> column);

  /**
   * What every row of the result has to satisfy, as far as it is known now: it may grow narrower
   * while the scan runs. The SDK drops rows that do not satisfy it.
   */
  Filter filter();

  /** The order and number of rows that the query needs, or null when it needs all. */
  @Nullable TopN topN();

  /** The sample that a {@link Pushdown#SAMPLE} function has to take, or null. */
  @Nullable Sample sample();

  /** The version of the table that the query asks for, or null. */
  @Nullable AsOf asOf();

  /**
   * The validator of the result that the engine still has when it asks whether that is good, else
   * null: then {@link BatchWriter#notModified} is an answer.
   */
  @Nullable String ifNoneMatch();
}
