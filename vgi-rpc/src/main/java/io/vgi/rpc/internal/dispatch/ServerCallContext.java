package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Revision;
import io.vgi.rpc.Seal;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.wire.TraceParent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The context of a call with what its server alone may do: take its logs, cancel it. */
public final class ServerCallContext implements CallContext {
  private static final String TRACEPARENT = "traceparent";
  private static final String TRACESTATE = "tracestate";

  private final String protocol;
  private final String method;
  private final Revision revision;
  private final Metadata metadata;
  private final String requestId;
  private final Caller caller;
  private final Seal seal;
  private final long responseLimit;
  private final BufferAllocator allocator;
  private String function = "";
  private String step = "";
  private long batch;
  private final List<LogMessage> logs = new ArrayList<>(0);
  private final List<Runnable> hooks = new ArrayList<>(0);
  private @Nullable VgiException reason;
  private @Nullable Carrier carrier;
  private @Nullable StreamWriter answer;
  private volatile boolean cancelled;
  private volatile boolean noticed;

  /**
   * Creates the context of a call.
   *
   * @param metadata of the request
   * @param responseLimit the most bytes of an answer, which may be less than the caller takes now
   * @param allocator where the call takes its memory
   */
  public ServerCallContext(
      String protocol,
      String method,
      Revision revision,
      Metadata metadata,
      String requestId,
      Caller caller,
      Seal seal,
      long responseLimit,
      BufferAllocator allocator) {
    this.protocol = protocol;
    this.method = method;
    this.revision = revision;
    this.metadata = metadata;
    this.requestId = requestId;
    this.caller = caller;
    this.seal = seal;
    this.responseLimit = responseLimit;
    this.allocator = allocator;
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public Revision revision() {
    return revision;
  }

  @Override
  public Metadata metadata() {
    return metadata;
  }

  @Override
  public @Nullable String traceparent() {
    return TraceParent.valid(metadata.text(TRACEPARENT));
  }

  @Override
  public @Nullable String tracestate() {
    return traceparent() == null ? null : metadata.text(TRACESTATE);
  }

  @Override
  public String requestId() {
    return requestId;
  }

  /** Who calls. */
  public Caller caller() {
    return caller;
  }

  @Override
  public Principal principal() {
    return caller.principal();
  }

  @Override
  public Peer peer() {
    return caller.peer();
  }

  @Override
  public void runs(String name, String doing) {
    function = name;
    step = doing;
    batch = 0;
  }

  @Override
  public void resumes(String name, String doing) {
    runs(name, doing);
    batch = Long.MIN_VALUE;
  }

  @Override
  public void nextBatch() {
    batch++;
  }

  /** The function that {@link #runs}, empty when none does. */
  public String function() {
    return function;
  }

  /** Where the function is, such as {@code in batch 3}; empty when nothing is known. */
  public String step() {
    if (batch <= 0) {
      return step;
    }
    return (step.isEmpty() ? "in batch " : step + " in batch ") + batch;
  }

  @Override
  public BufferAllocator allocator() {
    return allocator;
  }

  @Override
  public long responseLimit() {
    return responseLimit;
  }

  @Override
  public Seal seal() {
    return seal;
  }

  /** The call is unary and will be answered by {@code way}, on {@code out}. */
  void answeredBy(Carrier way, StreamWriter out) {
    carrier = way;
    answer = out;
  }

  /**
   * Tells the client what it needs to mark the request after this one.
   *
   * @return the mark of this request, which repeated ones have too; 0 when it has none
   */
  public long mark() {
    return carrier == null ? 0 : carrier.mark();
  }

  /**
   * To be called before a unary call does what must not be done twice; as {@link #mark}, and a
   * client that repeats requests without a mark does not repeat this one any more.
   */
  public long begin() throws IOException {
    if (carrier == null || answer == null) {
      return 0;
    }
    carrier.sendBeginning(answer);
    return carrier.mark();
  }

  /**
   * To be called before a unary call keeps what counts only if its client has the answer.
   *
   * @param note what {@link Receipts} of this revision hear when the client has it
   * @return false where the client cannot be had tell that
   */
  public boolean askReceipt(byte[] note) {
    return carrier != null && carrier.askReceipt(protocol, method, note);
  }

  @Override
  public boolean isCancelled() {
    if (cancelled) {
      noticed = true;
      return true;
    }
    return false;
  }

  @Override
  public void onCancel(Runnable hook) {
    Objects.requireNonNull(hook, "hook");
    synchronized (hooks) {
      if (!cancelled) {
        hooks.add(hook);
        return;
      }
    }
    noticed = true;
    run(List.of(hook));
  }

  /**
   * Makes the call cancelled; for whoever serves it, from any thread. Only the first time counts.
   *
   * @param why what a client that still listens is told, when the method took notice; null when it
   *     was the client that cancelled
   */
  public void cancel(@Nullable VgiException why) {
    List<Runnable> due;
    synchronized (hooks) {
      if (cancelled) {
        return;
      }
      reason = why;
      cancelled = true;
      due = List.copyOf(hooks);
      hooks.clear();
    }
    if (!due.isEmpty()) {
      noticed = true;
      run(due);
    }
  }

  /** The method has returned, so its hooks are not run any more. */
  public void forgetHooks() {
    synchronized (hooks) {
      hooks.clear();
    }
  }

  /** Whether the method may have ended early, because it knew that it was cancelled. */
  public boolean isCutShort() {
    return noticed;
  }

  /** Why, as it is told in place of an answer that was cut short; null when the client did it. */
  public @Nullable VgiException reason() {
    synchronized (hooks) {
      return reason;
    }
  }

  /** What is told of {@code failure}: the reason, when the method was cancelled and knew it. */
  Throwable told(Throwable failure) {
    VgiException why = noticed ? reason() : null;
    return why == null ? failure : why;
  }

  /** Whether the client cancelled and the method knew it, so that there is nothing to be told. */
  boolean isWithdrawn() {
    return noticed && reason() == null;
  }

  /** An answer that was cut short when the call was cancelled must not pass for the rows. */
  void checkWhole() {
    VgiException why = noticed ? reason() : null;
    if (why != null) {
      throw why;
    }
  }

  private void run(List<Runnable> due) {
    Thread thread =
        new Thread(
            () -> {
              for (Runnable hook : due) {
                try {
                  hook.run();
                } catch (Throwable failure) { // the others are run all the same
                  WorkerLog.error("A cancel hook of method '" + method + "' failed", failure);
                }
              }
            },
            "vgi-cancel");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void log(LogLevel level, String message, Map<String, String> extra) {
    Objects.requireNonNull(message, "message");
    synchronized (logs) {
      logs.add(new LogMessage(level, message, Map.copyOf(extra)));
    }
  }

  /** Takes the messages logged since the last call. */
  public List<LogMessage> takeLogs() {
    synchronized (logs) {
      if (logs.isEmpty()) {
        return List.of();
      }
      List<LogMessage> taken = List.copyOf(logs);
      logs.clear();
      return taken;
    }
  }

  /**
   * A message for the client's log.
   *
   * @param level its level
   * @param message its text
   * @param extra named values that go with it
   */
  public record LogMessage(LogLevel level, String message, Map<String, String> extra) {}
}
