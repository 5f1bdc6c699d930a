package io.vgi.http.internal.call;

import io.vgi.http.internal.call.Route.Step;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The Arrow stream of one batch that a request brings. */
final class RequestBody {
  private RequestBody() {}

  /** The batch, which is the caller's; {@code body} is let go once it is read. */
  static WireBatch read(
      ChunkedBuffer body, Step step, BufferAllocator memory, IpcLimits limits) {
    try (StreamReader reader = StreamReader.open(ByteSource.of(body), memory, limits)) {
      WireBatch batch = reader == null ? null : first(reader, step);
      if (reader == null || batch == null) {
        throw RpcFault.malformedRequest("A request must have one batch, this one has none");
      }
      try {
        reader.drain();
        body.clear(); // it is in the batch now
        return batch;
      } catch (Throwable broken) {
        batch.close();
        throw broken;
      }
    } catch (IOException broken) {
      throw RpcFault.brokenInput(broken);
    }
  }

  /** A turn brings rows, and every other request a record. */
  private static @Nullable WireBatch first(StreamReader reader, Step step) throws IOException {
    return step == Step.EXCHANGE ? reader.next() : reader.nextRecord();
  }
}
