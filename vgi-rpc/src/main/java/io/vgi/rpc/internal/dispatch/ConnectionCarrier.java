package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Seal;
import io.vgi.rpc.Service;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.rpc.internal.shm.SharedMemory;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * This end of a connection: what is written goes out with the next flush, and large batches by way
 * of shared memory where the client offers it.
 */
final class ConnectionCarrier implements Carrier, AutoCloseable {
  private final ServerCore core;
  private final ByteSource source;
  private final ByteSink sink;
  private final BufferAllocator allocator;
  private final Caller caller;
  private final Presence presence;
  private final SharedMemory shared;
  private ByteSink.@Nullable Bytes header;
  private @Nullable StreamWriter out;
  private volatile boolean cutting;

  ConnectionCarrier(
      ServerCore core,
      ByteSource source,
      ByteSink sink,
      BufferAllocator allocator,
      Peer peer,
      Presence presence) {
    this.core = core;
    this.source = source;
    this.sink = sink;
    this.allocator = allocator;
    this.caller = Caller.anonymous(peer);
    this.presence = presence;
    this.shared = new SharedMemory(peer.local(), allocator, core.limits());
  }

  /** The next stream of the input; null when the client has left. */
  @Nullable StreamReader open() throws IOException {
    return StreamReader.open(source, allocator, core.limits());
  }

  /** The next batch of an input stream; null at its end. */
  @Nullable WireBatch next(StreamReader input) throws IOException {
    return shared.input(input.next());
  }

  /** The request was answered. */
  void done() {
    closeWriter();
    shared.done();
    HeapMemory.of(allocator).clear();
  }

  /** From now on every turn is refused; from any thread. */
  void cut() {
    cutting = true;
  }

  BufferAllocator allocator() {
    return allocator;
  }

  ByteSink sink() {
    return sink;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public Seal seal(String protocol) {
    return Seal.NONE;
  }

  @Override
  public Presence presence() {
    return presence;
  }

  @Override
  public String method(String named) {
    return named;
  }

  @Override
  public WireBatch resolve(WireBatch request) {
    WireBatch resolved = shared.request(request);
    refusePointer(resolved);
    return resolved;
  }

  @Override
  public boolean reserved(String method, WireBatch request) throws IOException {
    if (!method.equals(Router.TRANSPORT_OPTIONS)) {
      return false;
    }
    Metadata options =
        Metadata.builder()
            .put(MetadataKeys.TRANSPORT_SHM, Boolean.toString(shared.isOffered()))
            .put(MetadataKeys.REQUEST_VERSION, MetadataKeys.FRAMING)
            .put(MetadataKeys.SERVER_ID, core.identity().serverId())
            .build();
    StreamWriter answer = begin(WireSchema.EMPTY, allocator);
    answer.writeEmpty(options, allocator);
    answer.end();
    send();
    return true;
  }

  @Override
  public Service service(Metadata request) {
    return core.router().service(request);
  }

  @Override
  public void admit(Method method) {}

  @Override
  public BufferAllocator memory(Method method) {
    return allocator;
  }

  @Override
  public void begun(Method method, CallMeter meter) {
    if (method instanceof Method.Streaming) {
      meter.stream(core.identity().newStreamId(), 0);
    }
  }

  /** An engine whose process dies repeats the call to another one; over sockets it never does. */
  @Override
  public void sendBeginning(StreamWriter to) throws IOException {
    if (!source.isSocket()) {
      to.start();
      to.flush();
    }
  }

  /** A connection loses no answer that the client could ask for again. */
  @Override
  public long mark() {
    return 0;
  }

  @Override
  public StreamWriter begin(WireSchema schema, BufferAllocator memory) {
    closeWriter();
    out = new StreamWriter(sink, schema, memory);
    return out;
  }

  @Override
  public StreamWriter again(WireSchema schema, BufferAllocator memory) {
    return current();
  }

  @Override
  public StreamWriter refusal(BufferAllocator memory) {
    return begin(WireSchema.EMPTY, memory);
  }

  @Override
  public void complete(WireSchema schema, BufferAllocator memory) {}

  @Override
  public void send() throws IOException {
    sink.flush();
  }

  @Override
  public StreamWriter beginHeader(WireSchema schema, BufferAllocator memory) {
    closeWriter();
    header = ByteSink.toBytes();
    out = new StreamWriter(header, schema, memory);
    return out;
  }

  @Override
  public void endHeader(WireBatch row, BufferAllocator memory) throws IOException {
    ByteSink.Bytes whole = header;
    header = null;
    if (whole != null) {
      sink.put(whole);
      sink.flush();
    }
  }

  /** Begins the output, so that whatever fails from now on fails inside a known stream. */
  @Override
  public void opened(OpenStream stream, WireBatch params) throws IOException {
    begin(stream.output(), allocator).start();
  }

  @Override
  public StreamWriter turn(OpenStream stream) {
    return current();
  }

  @Override
  public void check(WireBatch input) {
    if (cutting) {
      throw RpcFault.stopped();
    }
    refusePointer(input);
  }

  /** What is stored outside is only fetched over HTTP; its pointer would pass for no rows. */
  private static void refusePointer(WireBatch batch) {
    if (batch.rows() == 0 && batch.metadata().has(MetadataKeys.LOCATION)) {
      throw VgiException.invalidArgument(
          "A batch points to an external location, which only works over HTTP; send it inline");
    }
  }

  @Override
  public void deliver(StreamWriter to, OpenStream stream, @Nullable WireBatch answer, boolean more)
      throws IOException {
    if (answer != null) {
      shared.write(to, answer);
    } else if (!more) {
      to.end();
    }
    to.flush();
  }

  private StreamWriter current() {
    StreamWriter current = out;
    if (current == null) {
      throw new IllegalStateException("There is no stream to write to");
    }
    return current;
  }

  /** Nothing more is written of this answer. */
  void closeWriter() {
    if (out != null) {
      out.close();
      out = null;
    }
  }

  @Override
  public void close() {
    closeWriter();
    shared.close();
  }
}
