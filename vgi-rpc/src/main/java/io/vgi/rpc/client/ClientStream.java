package io.vgi.rpc.client;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The client's side of an open stream. One thread at a time. */
public final class ClientStream implements AutoCloseable {
  private final RpcClient client;
  private final @Nullable WireBatch header;
  private @Nullable StreamWriter input;
  private @Nullable StreamReader output;
  private boolean finished;

  ClientStream(RpcClient client, @Nullable WireBatch header) {
    this.client = client;
    this.header = header;
  }

  /** The header, owned by this stream. */
  public @Nullable WireBatch header() {
    return header;
  }

  /**
   * Asks a producer for its next batch; null at the end.
   *
   * @throws RpcError when the server answers with an error, which ends the stream
   */
  public @Nullable WireBatch tick() throws IOException {
    try (WireBatch tick = WireBatch.ofRows(0, Metadata.EMPTY)) {
      return exchange(tick);
    }
  }

  /**
   * Sends {@code batch}, which stays the caller's, and reads the answer; null at the end.
   *
   * @throws RpcError when the server answers with an error, which ends the stream
   */
  public @Nullable WireBatch exchange(WireBatch batch) throws IOException {
    write(batch);
    if (output == null) {
      output = client.open();
    }
    WireBatch answer = client.data(output);
    finished = answer == null;
    return answer;
  }

  /** Gives the stream up. */
  public void cancel() throws IOException {
    WireSchema schema = input == null ? WireSchema.EMPTY : input.schema();
    StreamWriter out = writer(schema);
    out.writeEmpty(Metadata.of(MetadataKeys.CANCEL, "1"), client.allocator());
    out.flush();
  }

  private void write(WireBatch batch) throws IOException {
    StreamWriter out = writer(batch.schema());
    out.write(batch);
    out.flush();
  }

  private StreamWriter writer(WireSchema schema) {
    StreamWriter out = input == null ? client.writer(schema) : input;
    input = out;
    return out;
  }

  /** Ends the input and reads what is left of the output. */
  @Override
  public void close() throws IOException {
    try (StreamWriter out = writer(WireSchema.EMPTY)) {
      out.end();
      out.flush();
      try (StreamReader reader = output == null ? client.open() : output) {
        if (!finished) {
          reader.drain();
        }
      }
    } finally {
      if (header != null) {
        header.close();
      }
    }
  }
}
