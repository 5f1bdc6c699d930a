package io.vgi.internal.stream;

import io.vgi.function.CacheHint;
import io.vgi.function.NullHandling;
import io.vgi.function.ScalarFunction;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.InputRows;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.Vectors;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A scalar at work: one batch of results for each batch of inputs. */
public final class ScalarStream implements ServerStream.Exchange {
  private static final byte[] NOTHING = {};

  private final BoundCall call;
  private final ScalarFunction<FieldVector> function;
  private final WireSchema input;
  private final WireSchema output;
  private final Field result;
  private final WireBatch header;
  private final BufferAllocator allocator;
  private final InputRows rows;
  private final Metadata metadata;
  private final boolean masks;
  private @Nullable WireBatch answer;

  /** Opens the stream of {@code scalar}; takes ownership of {@code header}. */
  @SuppressWarnings("unchecked") // the vector's class was checked against the result's type at bind
  public ScalarStream(BoundCall call, ScalarFunction<?> scalar, WireBatch header) {
    Binding binding = call.binding();
    this.call = call;
    this.function = (ScalarFunction<FieldVector>) scalar;
    this.input = binding.parameters().input();
    this.output = binding.output();
    this.result = output.decoded().field(0);
    this.header = header;
    this.allocator = call.allocator();
    this.rows = new InputRows(call.parameters(), input, allocator);
    this.masks = call.spec().nulls() == NullHandling.DEFAULT;
    this.metadata = metadata(call.spec().cache());
  }

  private static Metadata metadata(@Nullable CacheHint cache) {
    Metadata.Builder metadata = Metadata.builder();
    if (cache != null) {
      for (Map.Entry<String, String> key : cache.metadata().entrySet()) {
        metadata.put(key.getKey(), key.getValue());
      }
    }
    return metadata.build();
  }

  @Override
  public WireSchema inputSchema() {
    return input;
  }

  @Override
  public WireSchema outputSchema() {
    return output;
  }

  @Override
  public WireBatch header() {
    return header;
  }

  @Override
  public WireBatch exchange(WireBatch batch) throws Exception {
    call.context().nextBatch();
    release();
    rows.load(batch);
    int count = rows.count();
    FieldVector out = Vectors.create(result, allocator);
    try {
      out.setInitialCapacity(count);
      out.allocateNew();
      if (!masks || !call.parameters().hasNullConstant()) {
        eval(out);
      }
      out.setValueCount(count);
      if (masks && rows.hasNulls()) {
        rows.maskInto(out, result);
      }
    } catch (Throwable failure) {
      out.close();
      throw failure;
    }
    answer = WireBatch.of(output, List.of(out), count, metadata);
    return answer;
  }

  private void eval(FieldVector out) throws Exception {
    String name = call.spec().name();
    try {
      function.eval(call, rows, out);
    } catch (IndexOutOfBoundsException outside) {
      throw WrittenVectors.explain(outside, name, new FieldVector[] {out});
    }
    if (WrittenVectors.isOutOfOrder(out, rows.count())) {
      throw new IllegalStateException(BatchBuilder.outOfOrder("'" + name + "'", result.getName()));
    }
  }

  @Override
  public byte[] checkpoint() {
    return NOTHING;
  }

  @Override
  public void cancel() {}

  @Override
  public void delivered() {
    release();
    rows.release();
    header.close();
  }

  private void release() {
    if (answer != null) {
      answer.close();
      answer = null;
    }
  }

  @Override
  public void close() {
    release();
    rows.close();
    header.close();
  }
}
