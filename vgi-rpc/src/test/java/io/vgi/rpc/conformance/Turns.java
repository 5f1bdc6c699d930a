package io.vgi.rpc.conformance;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.util.TransferPair;

/** Streams whose place is the number of turns so far and, for exchanges, a running sum. */
final class Turns {
  private Turns() {}

  /** Makes the batch of turn {@code turn}, counted from 0, or null at the end. */
  interface Produced {
    WireBatch at(long turn, Metadata tick) throws Exception;
  }

  /** Answers one input batch. */
  interface Answered {
    WireBatch to(WireBatch input, State state) throws Exception;
  }

  /** What an exchange carries from turn to turn. */
  static final class State {
    /** The turns so far, the current one included. */
    long turns;

    double sum;
  }

  static ServerStream producer(
      WireSchema output, WireBatch header, byte[] place, Produced produced) {
    return producer(output, header, place, produced, () -> {});
  }

  static ServerStream producer(
      WireSchema output, WireBatch header, byte[] place, Produced produced, Runnable onCancel) {
    return new Producer(output, header, place, produced, onCancel);
  }

  static ServerStream exchange(
      WireSchema input, WireSchema output, WireBatch header, byte[] place, Answered answered) {
    return exchange(input, output, header, place, answered, () -> {});
  }

  static ServerStream exchange(
      WireSchema input,
      WireSchema output,
      WireBatch header,
      byte[] place,
      Answered answered,
      Runnable onCancel) {
    return new Exchange(input, output, header, place, answered, onCancel);
  }

  /** One row of {@code schema}, in the order of its fields. */
  static WireBatch row(CallContext call, WireSchema schema, Object... values) {
    WireRecord record = WireRecord.named("row");
    for (int i = 0; i < values.length; i++) {
      record.set(schema.field(i).getName(), values[i]);
    }
    return record.toBatch(schema, call.allocator());
  }

  /** Rows of two integers: a count that starts at {@code from}, and ten times that. */
  static WireBatch counted(CallContext call, WireSchema schema, long from, long rows) {
    int count = Math.toIntExact(rows);
    BigIntVector index = numbers(schema, 0, call.allocator(), count);
    BigIntVector value;
    try {
      value = numbers(schema, 1, call.allocator(), count);
    } catch (Throwable failure) {
      index.close();
      throw failure;
    }
    for (int i = 0; i < count; i++) {
      index.set(i, from + i);
      value.set(i, (from + i) * 10);
    }
    return WireBatch.of(schema, List.of(index, value), count);
  }

  static BigIntVector numbers(WireSchema schema, int field, BufferAllocator allocator, int rows) {
    BigIntVector vector = (BigIntVector) schema.field(field).createVector(allocator);
    vector.allocateNew(rows);
    vector.setValueCount(rows);
    return vector;
  }

  /** The first column of {@code input}, taken over from it: the answer outlives the input. */
  static Float8Vector take(CallContext call, WireBatch input) {
    TransferPair transfer = input.column(0).getTransferPair(call.allocator());
    transfer.transfer();
    return (Float8Vector) transfer.getTo();
  }

  /** What both kinds of stream have in common. */
  abstract static class Common {
    private final WireSchema output;
    private final WireBatch header;
    private final Runnable onCancel;
    final State state = new State();
    private WireBatch last;

    Common(WireSchema output, WireBatch header, byte[] place, Runnable onCancel) {
      this.output = output;
      this.header = header;
      this.onCancel = onCancel;
      if (place != null) {
        ByteBuffer bytes = ByteBuffer.wrap(place);
        state.turns = bytes.getLong();
        state.sum = bytes.getDouble();
      }
    }

    WireBatch keep(WireBatch next) {
      last = next;
      return next;
    }

    void release() {
      if (last != null) {
        last.close();
        last = null;
      }
    }

    public WireSchema outputSchema() {
      return output;
    }

    public WireBatch header() {
      return header;
    }

    public byte[] checkpoint() {
      return ByteBuffer.allocate(16).putLong(state.turns).putDouble(state.sum).array();
    }

    public void cancel() {
      onCancel.run();
    }

    public void close() {
      release();
      if (header != null) {
        header.close();
      }
    }
  }

  private static final class Producer extends Common implements ServerStream.Producer {
    private final Produced produced;

    Producer(
        WireSchema output, WireBatch header, byte[] place, Produced produced, Runnable onCancel) {
      super(output, header, place, onCancel);
      this.produced = produced;
    }

    @Override
    public WireBatch produce(Metadata tick) throws Exception {
      release();
      return keep(produced.at(state.turns++, tick));
    }
  }

  private static final class Exchange extends Common implements ServerStream.Exchange {
    private final WireSchema input;
    private final Answered answered;

    Exchange(
        WireSchema input,
        WireSchema output,
        WireBatch header,
        byte[] place,
        Answered answered,
        Runnable onCancel) {
      super(output, header, place, onCancel);
      this.input = input;
      this.answered = answered;
    }

    @Override
    public WireSchema inputSchema() {
      return input;
    }

    @Override
    public WireBatch exchange(WireBatch batch) throws Exception {
      release();
      state.turns++;
      return keep(answered.to(batch, state));
    }
  }
}
