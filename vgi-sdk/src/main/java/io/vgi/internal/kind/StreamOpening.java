package io.vgi.internal.kind;

import io.vgi.internal.call.Binding;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.state.Execution;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is to be opened.
 *
 * @param rpc the RPC call
 * @param request its init request
 * @param binding what binding that came to
 * @param execution the execution it begins or belongs to
 * @param services what all streams of the worker share
 */
public record StreamOpening(
    DialectCall rpc, WireRecord request, Binding binding, Execution execution, Services services) {

  /**
   * What all streams of a worker share.
   *
   * @param store what processes share
   * @param splits the parts of scans
   * @param cursors how cursors travel
   * @param executions executions whose later calls name only them
   */
  public record Services(
      StateStore store, SplitTokens splits, CursorCodecs cursors, Shared executions) {}

  /** Where executions are made known to all processes. */
  public interface Shared {
    /** Makes the execution of {@code scope} known, with the bind call that it runs. */
    void start(DialectCall rpc, byte[] scope, byte[] bindCall, Binding binding);
  }

  /** Opens a stream, which takes ownership of its header. */
  interface Opener<T extends ServerStream> {
    T open(WireBatch header) throws Exception;
  }

  /** Opens a stream with its header, of which the engine may open {@code streams} at once. */
  <T extends ServerStream> T open(long streams, Opener<T> opener) throws Exception {
    WireBatch header = InitHeader.of(rpc, request, execution, streams);
    try {
      return opener.open(header);
    } catch (Throwable failure) {
      header.close();
      throw failure;
    }
  }

  /** The call of a function that is handed nothing but its input. */
  BoundCall call() {
    return binding.call(rpc.context(), execution.scope());
  }

  /** The call of a function that gives rows, with what is pushed down to it. */
  ScanCall scan() {
    return PushdownReader.read(binding, rpc.context(), execution.scope(), request);
  }

  /** The bind request that the init request carries, as it came. */
  byte[] bindCall() {
    return request.needBytes("bind_call");
  }

  /** The phase of the execution, or null. */
  @Nullable String phase() {
    return request.text("phase");
  }

  /** Whether the execution was begun by another stream. */
  boolean isSecondary() {
    return request.bytes(InitHeader.EXECUTION) != null;
  }

  /** Makes the execution known to all processes. */
  void share() {
    services.executions().start(rpc, execution.scope(), bindCall(), binding);
  }
}
