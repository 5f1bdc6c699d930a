package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.RunningAggregate;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** The sum of whole numbers so far. */
final class StreamingSum extends LongSums<BigIntVector>
    implements RunningAggregate<LongSum, BigIntVector> {
  StreamingSum() {
    super(
        FunctionSpec.aggregate("vgi_streaming_sum")
            .columns(VALUE)
            .returns(SqlType.BIGINT)
            .doc("Running sum of each partition, row by row as the rows stream by")
            .build());
  }

  @Override
  public void next(Call call, LongSum state, Rows in, int row, BigIntVector out) {
    state.add(in.get(VALUE).get(row));
    out.set(row, state.sum());
  }

  @Override
  public void result(Call call, LongSum state, BigIntVector out, int row) {
    if (state.any()) {
      out.set(row, state.sum());
    }
  }
}
