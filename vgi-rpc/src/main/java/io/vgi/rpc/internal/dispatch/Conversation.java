package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Peer;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection, one after the other, until the client leaves. Every typed error
 * leaves the connection in step; only broken framing ends it.
 */
public final class Conversation {
  /** What may stand where a request is expected, left over from a call that failed. */
  private enum Stray {
    /** Nothing. */
    NONE,
    /** An input stream without batches, which some clients send after every failed opening. */
    EMPTY_STREAM,
    /** Any input stream, known by its first batch not naming a method. */
    INPUT_STREAM
  }

  private final ServerCore core;
  private final ConnectionCarrier carrier;
  private final Presence presence;
  private final CallPhase phase = new CallPhase();
  private Stray stray = Stray.NONE;
  private volatile boolean stopping;

  /**
   * Prepares a conversation.
   *
   * @param allocator the connection's own
   * @param peer where the client is
   * @param overdue run when the client is gone for a second and a method still runs; or null
   */
  public Conversation(
      ServerCore core,
      ByteSource source,
      ByteSink sink,
      BufferAllocator allocator,
      Peer peer,
      @Nullable Runnable overdue) {
    this.core = core;
    this.presence = new Presence(new InputWatch(source), overdue);
    this.carrier = new ConnectionCarrier(core, source, sink, allocator, peer, presence);
  }

  /** Serves until the input ends; throws when the framing is lost or the input fails. */
  public void run() throws IOException {
    CallWatch.add(presence);
    try (carrier) {
      boolean open = true;
      while (open && !stopping) {
        open = serveNext();
        phase.end();
      }
    } finally {
      CallWatch.remove(presence);
    }
  }

  /** Ends the conversation after the call that runs, if one does; from any thread. */
  public void stop() {
    stopping = true;
  }

  /**
   * Ends the stream that runs, if one does, with an error at its next turn, and cancels the method
   * that runs; from any thread.
   */
  public void cut() {
    stopping = true;
    carrier.cut();
    presence.cancel(RpcFault.stopped());
  }

  /** Whether the client is known to have left, though a method still runs; and since when. */
  public Presence presence() {
    return presence;
  }

  /** What to send last to a client whose call cannot be waited for; from any thread. */
  public byte[] lastWord() throws IOException {
    return new ControlBatches(core.identity(), core.identity().newRequestId())
        .complete(RpcFault.stopped(), carrier.allocator());
  }

  /**
   * Ends the output, unless a message is being sent: with true the caller may write to the channel.
   * From any thread.
   */
  public boolean takeOver() {
    return carrier.sink().takeOver();
  }

  /** Whether a call runs, and whether one may begin. */
  public CallPhase phase() {
    return phase;
  }

  private boolean serveNext() throws IOException {
    WireBatch batch = null;
    VgiException fault = null;
    boolean endOfInput;
    try (StreamReader request = carrier.open()) {
      if (request == null || !phase.begin()) {
        return false;
      }
      try {
        batch = request.nextRecord();
      } catch (VgiException unusable) {
        fault = unusable;
      }
      request.drain();
      endOfInput = request.endOfInput();
    } catch (Throwable failure) { // the batch is nobody's yet
      if (batch != null) {
        batch.close();
      }
      if (failure instanceof IOException lost) {
        refuse(RpcFault.brokenInput(lost));
      }
      throw failure;
    }
    try (WireBatch request = batch) {
      serve(request, fault, endOfInput);
    } finally {
      carrier.done();
    }
    return true;
  }

  private void serve(@Nullable WireBatch request, @Nullable VgiException fault, boolean endOfInput)
      throws IOException {
    Stray left = stray;
    stray = Stray.NONE;
    if (fault != null) {
      refuse(fault);
    } else if (request == null) {
      if (left == Stray.NONE && !endOfInput) {
        refuse(RpcFault.malformedRequest("A request must have one batch, this one has none"));
      }
    } else if (left != Stray.INPUT_STREAM || request.metadata().has(MetadataKeys.METHOD)) {
      call(request);
    }
  }

  private void refuse(VgiException fault) throws IOException {
    Call nothing = new Call(core, carrier, core.identity().newRequestId());
    refuse(nothing, WireSchema.EMPTY, fault);
  }

  private void refuse(Call call, WireSchema schema, VgiException fault) throws IOException {
    StreamWriter out = carrier.begin(schema, carrier.allocator());
    call.refuse(out, fault, carrier.allocator());
  }

  private void call(WireBatch request) throws IOException {
    Call call = new Call(core, carrier, requestId(request.metadata()));
    try {
      Call.Outcome outcome = call.begin(request);
      if (outcome instanceof Call.Opened opened) {
        turns(call, opened.stream());
      } else if (outcome instanceof Call.NotOpened) {
        stray = Stray.INPUT_STREAM;
      } else if (outcome instanceof Call.Refused refused) {
        refuse(call, refused.schema(), refused.why());
        stray =
            refused.asked() instanceof Method.Streaming ? Stray.INPUT_STREAM : Stray.EMPTY_STREAM;
      }
    } catch (RuntimeException | Error failure) {
      call.failed(failure);
      throw failure;
    } finally {
      call.end();
    }
  }

  private String requestId(Metadata metadata) {
    String given = metadata.text(MetadataKeys.REQUEST_ID);
    return given == null || given.isEmpty() || given.length() > Identity.MOST_REQUEST_ID_CHARS
        ? core.identity().newRequestId()
        : given;
  }

  /** The turns of a stream, in lock-step with the client, until one side has enough. */
  private void turns(Call call, OpenStream stream) throws IOException {
    boolean closed = false;
    try (StreamReader input = input(call, stream)) {
      if (input == null) {
        call.cancelled();
        return;
      }
      boolean more = true;
      while (more) {
        more = turn(call, stream, input);
      }
      call.end();
      closed = true;
      call.close(stream);
      carrier.closeWriter();
      // the client may have sent one tick too many before it read our end, and may never end it
      input.drain();
    } finally {
      if (!closed) {
        call.close(stream);
      }
    }
  }

  private @Nullable StreamReader input(Call call, OpenStream stream) throws IOException {
    try {
      return carrier.open();
    } catch (IOException lost) {
      call.lose(stream, lost);
      throw lost;
    } catch (Throwable unusable) { // cutting the stream without an error would lose rows silently
      call.fail(stream, unusable);
      throw unusable;
    }
  }

  private boolean turn(Call call, OpenStream stream, StreamReader input) throws IOException {
    WireBatch next;
    try {
      next = carrier.next(input);
    } catch (IOException lost) {
      call.lose(stream, lost);
      throw lost;
    } catch (Throwable unusable) { // cutting the stream without an error would lose rows silently
      call.fail(stream, unusable);
      return false;
    }
    try (WireBatch batch = next) {
      if (batch == null) {
        if (input.endOfInput()) { // not the end of the stream but of the client
          call.cancelled();
        }
        call.finish(stream);
        return false;
      } else if (batch.metadata().has(MetadataKeys.CANCEL)) {
        call.cancel(stream);
        return false;
      }
      return call.turn(stream, batch) == Call.TurnEnd.MORE;
    }
  }
}
