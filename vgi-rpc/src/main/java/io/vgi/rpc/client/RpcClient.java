package io.vgi.rpc.client;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.local.LocalConnection;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Calls the methods of one protocol on one connection, one call at a time. Batches it returns are
 * the caller's to close. One thread at a time.
 */
public final class RpcClient implements AutoCloseable {
  private final ByteSource source;
  private final ByteSink sink;
  private final BufferAllocator allocator;
  private final String protocol;
  private final String version;
  private final @Nullable LocalConnection local;
  private final List<Metadata> logs = new ArrayList<>();

  private RpcClient(
      ReadableByteChannel in,
      WritableByteChannel out,
      BufferAllocator allocator,
      String protocol,
      String version,
      @Nullable LocalConnection local) {
    this.source = ByteSource.of(in);
    this.sink = ByteSink.to(out);
    this.allocator = allocator;
    this.protocol = protocol;
    this.version = version;
    this.local = local;
  }

  /** Talks over two channels, which stay the caller's. */
  public static RpcClient over(
      ReadableByteChannel in,
      WritableByteChannel out,
      BufferAllocator allocator,
      String protocol,
      String version) {
    return new RpcClient(in, out, allocator, protocol, version, null);
  }

  /** Talks to {@code server} in this process; closing the client ends the connection. */
  public static RpcClient local(
      RpcServer server, BufferAllocator allocator, String protocol, String version) {
    LocalConnection connection = LocalConnection.to(server);
    return new RpcClient(
        connection.in(), connection.out(), allocator, protocol, version, connection);
  }

  /** The metadata of the log batches received so far. */
  public List<Metadata> logs() {
    return List.copyOf(logs);
  }

  /**
   * Calls a unary method; {@code params} stays the caller's.
   *
   * @throws RpcError when the server answers with an error; the connection is good for more calls
   * @throws IOException when the connection fails
   */
  public WireBatch call(String method, WireBatch params) throws IOException {
    send(method, params);
    try (StreamReader answer = open()) {
      WireBatch batch = only(answer);
      if (batch == null) {
        throw new IOException("Method '" + method + "' gave no answer");
      }
      return batch;
    }
  }

  /**
   * Opens a stream; {@code params} stays the caller's. Without a header a refusal comes with the
   * first turn.
   *
   * @throws RpcError when the server answers with an error in place of the header
   * @throws IOException when the connection fails
   */
  public ClientStream open(String method, WireBatch params, boolean header) throws IOException {
    send(method, params);
    WireBatch first = null;
    if (header) {
      try (StreamReader answer = open()) {
        first = only(answer);
      }
    }
    return new ClientStream(this, first);
  }

  private @Nullable WireBatch only(StreamReader answer) throws IOException {
    WireBatch batch = data(answer);
    try {
      answer.drain();
      return batch;
    } catch (Throwable lost) {
      if (batch != null) {
        batch.close();
      }
      throw lost;
    }
  }

  private void send(String method, WireBatch params) throws IOException {
    Metadata request =
        params.metadata().toBuilder()
            .put(MetadataKeys.METHOD, method)
            .put(MetadataKeys.REQUEST_VERSION, MetadataKeys.FRAMING)
            .put(MetadataKeys.PROTOCOL_VERSION, version)
            .put(MetadataKeys.PROTOCOL, protocol)
            .build();
    try (StreamWriter out = writer(params.schema())) {
      out.write(params.withMetadata(request));
      out.end();
      out.flush();
    }
  }

  StreamWriter writer(WireSchema schema) {
    return new StreamWriter(sink, schema, allocator);
  }

  StreamReader open() throws IOException {
    StreamReader reader = StreamReader.open(source, allocator, IpcLimits.DEFAULT);
    if (reader == null) {
      throw new IOException("The server closed the connection");
    }
    return reader;
  }

  /** The next data batch, with logs collected on the way; null at the end. */
  @Nullable WireBatch data(StreamReader answer) throws IOException {
    while (true) {
      WireBatch batch = answer.next();
      if (batch == null) {
        return null;
      }
      String level = batch.rows() == 0 ? batch.metadata().text(MetadataKeys.LOG_LEVEL) : null;
      if (level == null) {
        return batch;
      }
      batch.close();
      if (level.equals(MetadataKeys.EXCEPTION)) {
        answer.drain();
        throw new RpcError(
            String.valueOf(batch.metadata().text(MetadataKeys.LOG_MESSAGE)), batch.metadata());
      }
      logs.add(batch.metadata());
    }
  }

  BufferAllocator allocator() {
    return allocator;
  }

  @Override
  public void close() throws IOException {
    if (local != null) {
      local.close();
    }
  }
}
