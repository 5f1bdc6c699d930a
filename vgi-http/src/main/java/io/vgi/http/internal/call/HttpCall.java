package io.vgi.http.internal.call;

import io.vgi.http.internal.auth.CallerKey;
import io.vgi.http.internal.call.Route.Step;
import io.vgi.http.internal.stream.HttpStream;
import io.vgi.http.internal.stream.ReceiptTokens;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Seal;
import io.vgi.rpc.Service;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.Call;
import io.vgi.rpc.internal.dispatch.CallMeter;
import io.vgi.rpc.internal.dispatch.Caller;
import io.vgi.rpc.internal.dispatch.Carrier;
import io.vgi.rpc.internal.dispatch.LeakLog;
import io.vgi.rpc.internal.dispatch.OpenStream;
import io.vgi.rpc.internal.dispatch.Presence;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One request over HTTP: the path says what it is for, its body is an Arrow stream and so is the
 * answer's, which is sent when it is complete, so that all of it can be taken back. A stream goes
 * on with another request, for which the client is given tokens.
 */
public final class HttpCall implements Carrier {
  private final HttpCore http;
  private final Route route;
  private final Caller caller;
  private final Trace trace;
  private final CallCookie cookie;
  private final Presence presence;
  private final Answer answer;
  private final Call call;
  private final BufferAllocator memory;
  private final AnswerWriter out;
  private @Nullable WireBatch pointed;
  private boolean unresolved;

  // the client is one of before protocols were named
  private boolean unnamed;

  // what the client shall tell that it has the answer of
  private ReceiptTokens.@Nullable Receipt receipt;

  // of the request that opens a stream
  private byte @Nullable [] streamId;
  private byte[] header = {};
  private @Nullable String callToken;
  private @Nullable BufferAllocator streamMemory;

  private @Nullable HttpStream stream;

  /**
   * Prepares an answer.
   *
   * @param requestId the name of the request
   * @param cookie marks the client's requests
   * @param presence told of every method that runs
   */
  public HttpCall(
      HttpCore http,
      Route route,
      Caller caller,
      String requestId,
      Trace trace,
      CallCookie cookie,
      Presence presence,
      Answer answer) {
    this.http = http;
    this.route = route;
    this.caller = caller;
    this.trace = trace;
    this.cookie = cookie;
    this.presence = presence;
    this.answer = answer;
    this.out = new AnswerWriter(answer, http.external());
    this.call = new Call(http.core(), this, requestId);
    this.memory = answer.memory().allocator("request");
    answer.of(call);
  }

  /** Answers the request in {@code body}; whatever goes wrong is an answer too. */
  public void serve(ChunkedBuffer body) throws IOException {
    try (WireBatch batch =
        RequestBody.read(body, route.step(), memory, http.core().limits())) {
      if (route.step() == Step.EXCHANGE) {
        http.streams().exchange(this, resolve(batch));
      } else {
        begin(batch.withMetadata(trace.addTo(batch.metadata())));
      }
    } catch (MemoryLimitException full) {
      // HTTP has a status for requests that do not fit, but none for what they point to
      if (!call.isBegun() && !unresolved) {
        throw full;
      }
      fail(200, full);
    } catch (VgiException | IOException refused) {
      fail(status(refused), refused);
    } catch (Throwable failure) {
      if (!call.isBegun()) {
        throw failure;
      }
      // clients repeat what the HTTP server fails at, and the method has run
      WorkerLog.error("Method '" + route.method() + "' was not answered", failure);
      fail(200, failure);
    } finally {
      release();
    }
  }

  private void begin(WireBatch request) throws IOException {
    Call.Outcome outcome = call.begin(request);
    if (outcome instanceof Call.Refused refused) {
      throw refused.why();
    } else if (outcome instanceof Call.Opened opened && stream != null) {
      WireBatch tick =
          opened.stream().isProducer()
              ? WireBatch.ofRows(0, opened.stream().context().metadata())
              : null;
      http.streams().turn(this, stream, tick);
    }
  }

  private int status(Exception refused) {
    if (unresolved) { // the request itself is well made
      return 200;
    }
    return refused instanceof RpcFault fault && fault.isNotFound() ? 404 : 400;
  }

  private void fail(int status, Throwable fault) throws IOException {
    StreamWriter refusal = refusal(memory);
    answer.error(status);
    answer.failed(fault);
    call.refuse(refusal, fault, memory);
  }

  /** Answers the client that cancelled a turn which runs; {@code output} is that of its stream. */
  void answerCancelled(WireSchema output) throws IOException {
    call.cancelled();
    begin(output, memory).end();
  }

  Call call() {
    return call;
  }

  /** What the request holds. */
  CallMemory account() {
    return answer.memory();
  }

  Route route() {
    return route;
  }

  Trace trace() {
    return trace;
  }

  // the request

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public Seal seal(String protocol) {
    return http.seals().apply(protocol, caller.principal());
  }

  @Override
  public Presence presence() {
    return presence;
  }

  @Override
  public String method(String named) {
    // DuckDB's client sends the path of an upload in place of the name
    boolean same =
        named.equals(route.method())
            || (route.step() == Step.UPLOAD && named.equals(Route.UPLOAD_PATH));
    if (!same) {
      throw RpcFault.malformedRequest(
          "The path says method '" + route.method() + "', the request says another one");
    }
    return route.method();
  }

  @Override
  public WireBatch resolve(WireBatch request) {
    try {
      pointed = http.pointers().resolve(request, route.step() == Step.EXCHANGE, memory);
    } catch (VgiException refused) {
      unresolved = true;
      throw refused;
    }
    return pointed == null ? request : pointed;
  }

  @Override
  public boolean reserved(String method, WireBatch request) throws IOException {
    if (route.step() != Step.UPLOAD || !http.uploads().areGiven()) {
      return false;
    }
    String why = http.uploads().answer(request, CallerKey.of(caller), memory, answer.body());
    if (why != null) {
      fail(200, VgiException.unavailable(why));
    }
    return true;
  }

  /** The path has said it already, unless it is one of older revisions. */
  @Override
  public Service service(Metadata request) {
    Service named = route.service();
    String said = request.text(MetadataKeys.PROTOCOL);
    if (named == null && said == null) {
      unnamed = true;
      hidesLateErrors();
      return http.core().router().first();
    } else if (named == null) {
      return http.core().router().service(request);
    } else if (said != null && !said.equals(named.protocol())) {
      throw RpcFault.malformedRequest(
          "The path says protocol '" + named.protocol() + "', the request says another one");
    }
    return named;
  }

  @Override
  public void admit(Method method) {
    boolean opens = method instanceof Method.Streaming;
    if (opens != (route.step() == Step.INIT)) {
      throw RpcFault.malformedRequest(
          "Method '"
              + route.method()
              + (opens
                  ? "' opens a stream; its path ends with /init"
                  : "' is unary; its path ends with its name"));
    }
  }

  @Override
  public BufferAllocator memory(Method method) {
    if (method instanceof Method.Unary) {
      return memory;
    }
    BufferAllocator own = http.core().memory().call().allocator("stream");
    CallMemory.join(own, answer.memory());
    streamMemory = own;
    return own;
  }

  @Override
  public void begun(Method method, CallMeter meter) {
    if (method instanceof Method.Streaming) {
      streamId = http.streams().newId();
      meter.stream(streamId, 0);
    }
  }

  // the answer

  /** All of the answer can be taken back, and the client has a mark for the request. */
  @Override
  public void sendBeginning(StreamWriter to) {}

  @Override
  public long mark() {
    cookie.renew(http.core().identity().newRequestId());
    return cookie.mark();
  }

  @Override
  public boolean askReceipt(String protocol, String method, byte[] note) {
    if (http.receipts() == null) {
      return false;
    }
    receipt = new ReceiptTokens.Receipt(protocol, method, note);
    return true;
  }

  /** A client that is to tell that it has the answer fetches the result. */
  @Override
  public void result(StreamWriter to, WireBatch result, BufferAllocator allocator)
      throws IOException {
    ReceiptTokens.Receipt asked = receipt;
    ReceiptTokens tokens = http.receipts();
    if (asked == null || tokens == null) {
      to.write(result);
      return;
    }
    String location = tokens.location(asked, IpcBytes.ofBatch(result, allocator));
    to.writeEmpty(Metadata.builder().put(MetadataKeys.LOCATION, location).build(), allocator);
  }

  @Override
  public StreamWriter begin(WireSchema schema, BufferAllocator allocator) {
    return out.begin(schema, allocator);
  }

  @Override
  public StreamWriter again(WireSchema schema, BufferAllocator allocator) {
    return out.again(schema, allocator);
  }

  @Override
  public StreamWriter refusal(BufferAllocator allocator) {
    return out.refusal(allocator);
  }

  @Override
  public void complete(WireSchema schema, BufferAllocator allocator) throws IOException {
    if (receipt == null) { // a pointer must not lead to another one
      out.replaceBig(schema, allocator);
    }
    out.checkSize(caller.responseLimit());
  }

  @Override
  public void send() {}

  @Override
  public StreamWriter beginHeader(WireSchema schema, BufferAllocator allocator) {
    return begin(schema, allocator);
  }

  /** Keeps the header, as the stream's later turns need it. */
  @Override
  public void endHeader(WireBatch row, BufferAllocator allocator) throws IOException {
    out.replaceBig(row.schema(), allocator);
    header = IpcBytes.ofBatch(row, allocator);
  }

  @Override
  public void opened(OpenStream open, WireBatch params) throws IOException {
    if (streamId == null || streamMemory == null) {
      throw new IllegalStateException("The stream has no name");
    }
    HttpStream opening = new HttpStream(streamId, open, streamMemory, 0);
    String token = http.streams().callToken(opening, params, header);
    if (unnamed) {
      opening.carry(token);
    }
    callToken = token;
    stream = opening;
  }

  /**
   * The client reads an error behind a stream that is complete only where no header of the response
   * tells of it.
   */
  void hidesLateErrors() {
    out.hideLateErrors();
  }

  // a turn

  @Override
  public StreamWriter turn(OpenStream open) {
    return begin(open.output(), open.context().allocator());
  }

  /** The turn is one of {@code given}. */
  void goOn(HttpStream given) {
    stream = given;
  }

  @Override
  public void check(WireBatch input) {}

  @Override
  public void deliver(StreamWriter to, OpenStream open, @Nullable WireBatch batch, boolean more)
      throws Exception {
    BufferAllocator allocator = open.context().allocator();
    if (!more) {
      to.end();
    } else if (batch == null) {
      to.writeEmpty(tokens(Metadata.builder()), allocator);
      to.end();
    } else if (open.isProducer()) {
      produced(to, batch, allocator);
    } else {
      to.write(batch.withMetadata(tokens(batch.metadata().toBuilder())));
      to.end();
      out.replaceBig(to.schema(), allocator);
    }
    out.checkSize(Math.min(caller.responseLimit(), open.context().responseLimit()));
  }

  /** The tokens of a producer are a batch of their own, which is never stored outside. */
  private void produced(StreamWriter to, WireBatch batch, BufferAllocator allocator)
      throws Exception {
    to.write(batch);
    StreamWriter last = to;
    if (out.isBig()) {
      to.end();
      last = out.pointer(to.schema(), allocator);
    }
    last.writeEmpty(tokens(Metadata.builder()), allocator);
    last.end();
  }

  private Metadata tokens(Metadata.Builder metadata) throws Exception {
    if (stream == null) {
      throw new IllegalStateException("There is no stream to go on with");
    }
    return http.streams().tokens(stream, callToken, metadata);
  }

  /** What was written is complete; the memory of its stream may go. */
  void closeWriter() {
    out.close();
  }

  private void release() {
    closeWriter();
    if (pointed != null) {
      pointed.close();
    }
    if (streamMemory != null && stream == null) { // it was not opened
      LeakLog.close(streamMemory, route.method());
    }
    LeakLog.close(memory, route.method());
  }
}
