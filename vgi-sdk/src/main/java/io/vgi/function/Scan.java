package io.vgi.function;

import io.vgi.pushdown.AsOf;
import io.vgi.pushdown.Filter;
import io.vgi.pushdown.Sample;
import io.vgi.pushdown.TopN;
import io.vgi.type.Column;
import java.util.Optional;

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

  /** The order and number of rows that the query needs, if it does not need more. */
  Optional<TopN> topN();

  /** The sample that a {@link Pushdown#SAMPLE} function has to take. */
  Optional<Sample> sample();

  /** The version of the table that the query asks for. */
  Optional<AsOf> asOf();

  /**
   * The validator of the result that the engine still has, if it asks whether that is good: then
   * {@link BatchWriter#notModified} is an answer.
   */
  Optional<String> ifNoneMatch();
}
