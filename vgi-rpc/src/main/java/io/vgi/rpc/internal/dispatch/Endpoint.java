package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.shm.SharedMemory;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * This end of a connection.
 *
 * @param allocator the connection's own
 * @param shared what goes beside the streams
 * @param errors how failures are told
 */
record Endpoint(
    ByteSource source,
    ByteSink sink,
    BufferAllocator allocator,
    IpcLimits limits,
    SharedMemory shared,
    ErrorAnswers errors) {

  /** The next stream of the input; null when the client has left. */
  @Nullable StreamReader open() throws IOException {
    return StreamReader.open(source, allocator, limits);
  }

  StreamWriter writer(WireSchema schema) {
    return new StreamWriter(sink, schema, allocator);
  }

  static void finish(StreamWriter out) throws IOException {
    out.end();
    out.flush();
  }

  static RpcFault broken(IOException lost) {
    return RpcFault.malformedRequest("The input cannot be read any more: " + lost.getMessage());
  }
}
