package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.RunningAggregate;
import org.apache.arrow.vector.BigIntVector;

/** {@link Sum} over sorted rows as they stream by. */
final class StreamingSum extends Sum implements RunningAggregate<LongSum, BigIntVector> {
  StreamingSum() {
    super(FunctionSpec.named("vgi_streaming_sum").doc("Running sum over sorted partitions"));
  }

  @Override
  public void next(Call call, LongSum state, Rows in, int row, BigIntVector out) {
    state.add(in.get(VALUE).get(row));
    out.set(row, state.sum());
  }
}
