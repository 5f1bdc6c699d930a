package io.vgi.testing;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Revision;
import io.vgi.rpc.Seal;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A call of somebody whom no transport has checked.
 *
 * @param replica what seals for the caller; null as over a connection
 */
record CallerContext(CallContext call, Principal principal, @Nullable ReplicaSeal replica)
    implements CallContext {
  @Override
  public String protocol() {
    return call.protocol();
  }

  @Override
  public String method() {
    return call.method();
  }

  @Override
  public Revision revision() {
    return call.revision();
  }

  @Override
  public Metadata metadata() {
    return call.metadata();
  }

  @Override
  public @Nullable String traceparent() {
    return call.traceparent();
  }

  @Override
  public @Nullable String tracestate() {
    return call.tracestate();
  }

  @Override
  public String requestId() {
    return call.requestId();
  }

  @Override
  public Peer peer() {
    return call.peer();
  }

  @Override
  public void runs(String function, String step) {
    call.runs(function, step);
  }

  @Override
  public void resumes(String function, String step) {
    call.resumes(function, step);
  }

  @Override
  public void nextBatch() {
    call.nextBatch();
  }

  @Override
  public BufferAllocator allocator() {
    return call.allocator();
  }

  @Override
  public long responseLimit() {
    return call.responseLimit();
  }

  @Override
  public Seal seal() {
    return replica == null ? call.seal() : replica.of(this);
  }

  @Override
  public boolean isCancelled() {
    return call.isCancelled();
  }

  @Override
  public void onCancel(Runnable hook) {
    call.onCancel(hook);
  }

  @Override
  public void log(LogLevel level, String message, Map<String, String> extra) {
    call.log(level, message, extra);
  }
}
