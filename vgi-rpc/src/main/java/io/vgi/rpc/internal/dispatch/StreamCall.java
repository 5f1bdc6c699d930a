package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Method;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.BrokenStreamException;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** A streaming call of a conversation: its opening, and its turns until one side has enough. */
final class StreamCall {
  private final Endpoint endpoint;
  private final Method.Streaming method;
  private final CallContext context;
  private final CallMeter meter;
  private final Presence presence;
  private final BooleanSupplier cutting;
  private final Runnable ended;

  /**
   * Prepares a call.
   *
   * @param presence told of every method that runs
   * @param cutting whether the next turn must be an error, as the worker is being stopped
   * @param ended told when the client has all that it gets
   */
  StreamCall(
      Endpoint endpoint,
      Method.Streaming method,
      CallContext context,
      CallMeter meter,
      Presence presence,
      BooleanSupplier cutting,
      Runnable ended) {
    this.endpoint = endpoint;
    this.method = method;
    this.context = context;
    this.meter = meter;
    this.presence = presence;
    this.cutting = cutting;
    this.ended = ended;
  }

  /** Serves; returns false when the stream was not opened, so that its input may still come. */
  boolean serve(WireBatch params) throws IOException {
    ServerStream stream = null;
    StreamWriter out = null;
    try {
      try {
        stream = Turn.open(method, context, params, presence);
        writeHeader(stream);
        // begun before the first turn, so that whatever fails then fails inside a known stream
        out = endpoint.writer(stream.outputSchema());
        out.start();
      } catch (Throwable thrown) { // an error answer, whatever happened, keeps the connection
        try (StreamWriter refusal = endpoint.writer(WireSchema.EMPTY)) {
          endpoint.errors().writeFailure(refusal, context, Turn.reason(context, thrown), meter);
          Endpoint.finish(refusal);
        }
        return false;
      }
      turns(stream, out);
      return true;
    } finally {
      if (out != null) {
        out.close();
      }
      if (stream != null) {
        presence.enter(context);
        try {
          Turn.close(stream);
        } finally {
          presence.leave();
        }
      }
    }
  }

  /** Writes the whole header stream or, when that fails, nothing of it. */
  private void writeHeader(ServerStream stream) throws IOException {
    if (method.header() == null) {
      return;
    }
    WireBatch header = stream.header();
    if (header == null) {
      throw new IllegalStateException("Method '" + method.name() + "' gave no header");
    }
    ByteSink.Bytes whole = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(whole, method.header(), endpoint.allocator())) {
      endpoint.errors().writeLogs(out, context);
      out.write(header);
      out.end();
    }
    endpoint.sink().put(whole);
    endpoint.sink().flush();
  }

  private void turns(ServerStream stream, StreamWriter out) throws IOException {
    StreamReader opened;
    try {
      opened = endpoint.open();
    } catch (IOException lost) {
      throw lost(out, lost);
    } catch (Throwable unusable) { // cutting the stream without an error would lose rows silently
      endpoint.errors().writeFailure(out, context, unusable, meter);
      Endpoint.finish(out);
      throw unusable;
    }
    if (opened == null) {
      meter.cancelled();
      return;
    }
    try (StreamReader input = opened) {
      boolean more = true;
      while (more) {
        more = turn(stream, input, out);
      }
      Endpoint.finish(out);
      ended.run();
      // the client may have sent one tick too many before it read our end
      input.drain();
    }
  }

  private boolean turn(ServerStream stream, StreamReader input, StreamWriter out)
      throws IOException {
    WireBatch next;
    try {
      next = endpoint.shared().input(input.next());
    } catch (IOException lost) {
      throw lost(out, lost);
    } catch (Throwable unusable) { // cutting the stream without an error would lose rows silently
      endpoint.errors().writeFailure(out, context, unusable, meter);
      return false;
    }
    try (WireBatch batch = next) {
      if (batch == null) {
        if (input.endOfInput()) { // not the end of the stream but of the client
          meter.cancelled();
        }
        return false;
      } else if (batch.metadata().has(Keys.CANCEL)) {
        return cancelled(stream);
      }
      return respond(stream, batch, out);
    }
  }

  private boolean cancelled(ServerStream stream) {
    meter.cancelled();
    context.cancel(null);
    presence.enter(context);
    try {
      Turn.cancel(stream);
    } finally {
      presence.leave();
    }
    return false;
  }

  private boolean respond(ServerStream stream, WireBatch batch, StreamWriter out)
      throws IOException {
    try {
      if (cutting.getAsBoolean()) {
        throw Turn.stopped();
      }
      meter.input(batch);
      refusePointer(batch);
      WireBatch answer = Turn.answer(stream, batch, context, presence);
      endpoint.errors().writeLogs(out, context);
      if (answer == null) {
        return false;
      }
      endpoint.shared().write(out, answer);
      out.flush();
      meter.output(answer);
      return true;
    } catch (Throwable failure) { // cutting the stream without an error would lose rows silently
      if (context.isCutShort() && context.reason() == null) {
        return cancelled(stream); // the client waits for the end alone
      }
      endpoint.errors().writeFailure(out, context, Turn.reason(context, failure), meter);
      return false;
    }
  }

  /** Tells the client why the connection ends. */
  private IOException lost(StreamWriter out, IOException lost) throws IOException {
    if (lost instanceof BrokenStreamException) {
      meter.failed(Endpoint.broken(lost));
    } else {
      meter.cancelled();
    }
    endpoint.errors().writeError(out, Endpoint.broken(lost), null, context.requestId());
    Endpoint.finish(out);
    return lost;
  }

  /** What is stored outside is only fetched over HTTP; its pointer would pass for no rows. */
  static void refusePointer(WireBatch batch) {
    if (batch.rows() == 0 && batch.metadata().has(Keys.LOCATION)) {
      throw VgiException.invalidArgument(
          "A batch points to an external location, which only works over HTTP; send it inline");
    }
  }
}
