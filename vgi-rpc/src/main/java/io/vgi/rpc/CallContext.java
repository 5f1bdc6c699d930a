package io.vgi.rpc;

import io.vgi.rpc.internal.dispatch.TraceParent;
import io.vgi.rpc.internal.log.WorkerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a method knows of the call it answers. One thread at a time, except {@link #log}, {@link
 * #isCancelled} and {@link #onCancel}, which any thread may call while the call runs.
 */
public final class CallContext {
  private static final String TRACEPARENT = "traceparent";
  private static final String TRACESTATE = "tracestate";

  private final String protocol;
  private final String method;
  private final Revision revision;
  private final Metadata metadata;
  private final String requestId;
  private final Principal principal;
  private final BufferAllocator allocator;
  private final long responseLimit;
  private final Seal seal;
  private final @Nullable String peer;
  private String function = "";
  private String step = "";
  private long batch;
  private final List<LogMessage> logs = new ArrayList<>(0);
  private final List<Runnable> hooks = new ArrayList<>(0);
  private @Nullable VgiException reason;
  private volatile boolean cancelled;
  private volatile boolean noticed;

  /** Creates the context of a call. */
  public CallContext(
      String protocol,
      String method,
      Revision revision,
      Metadata metadata,
      String requestId,
      Principal principal,
      BufferAllocator allocator) {
    this(
        protocol,
        method,
        revision,
        metadata,
        requestId,
        principal,
        allocator,
        Long.MAX_VALUE,
        Seal.NONE,
        null);
  }

  /**
   * Creates the context of a call whose answers are limited and whose caller has a seal.
   *
   * @param peer as {@link #peer} tells
   */
  public CallContext(
      String protocol,
      String method,
      Revision revision,
      Metadata metadata,
      String requestId,
      Principal principal,
      BufferAllocator allocator,
      long responseLimit,
      Seal seal,
      @Nullable String peer) {
    this.protocol = protocol;
    this.method = method;
    this.revision = revision;
    this.metadata = metadata;
    this.requestId = requestId;
    this.principal = principal;
    this.allocator = allocator;
    this.responseLimit = responseLimit;
    this.seal = seal;
    this.peer = peer;
  }

  /** The protocol the call was routed to. */
  public String protocol() {
    return protocol;
  }

  /** The method called. */
  public String method() {
    return method;
  }

  /** The revision the client speaks. */
  public Revision revision() {
    return revision;
  }

  /** The metadata of the request. */
  public Metadata metadata() {
    return metadata;
  }

  /**
   * The W3C trace context that came with the request, such as {@code 00-…-…-01}; null when there
   * was none, or none that is valid. Streams show that of the request that opened them or, over
   * HTTP, brought them to this process.
   */
  public @Nullable String traceparent() {
    return TraceParent.valid(metadata.text(TRACEPARENT));
  }

  /** What tracing systems on the way added to {@link #traceparent}, or null. */
  public @Nullable String tracestate() {
    return traceparent() == null ? null : metadata.text(TRACESTATE);
  }

  /** The client's correlation id, or a generated one. */
  public String requestId() {
    return requestId;
  }

  /** Who calls. */
  public Principal principal() {
    return principal;
  }

  /**
   * The numeric address of the client; empty when it came by a pipe or a socket file and so is of
   * this machine and user, null when that is not known.
   */
  public @Nullable String peer() {
    return peer;
  }

  /**
   * Says which function the call runs from now on, so that a failure names it.
   *
   * @param name the function, as SQL users know it
   * @param doing what it does, such as {@code to bind}, or empty
   */
  public void runs(String name, String doing) {
    function = name;
    step = doing;
    batch = 0;
  }

  /** As above, of a stream that went on in this process, whose batches are not counted. */
  public void resumes(String name, String doing) {
    runs(name, doing);
    batch = Long.MIN_VALUE;
  }

  /** The function begins with its next batch. */
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

  /** The allocator of the connection; what is taken from it must be closed. */
  public BufferAllocator allocator() {
    return allocator;
  }

  /**
   * The most bytes that one answer may take as an Arrow stream; a larger one becomes an error.
   * {@link Long#MAX_VALUE} where there is no limit.
   */
  public long responseLimit() {
    return responseLimit;
  }

  /** Seals what the client keeps for the worker and gives back with later calls. */
  public Seal seal() {
    return seal;
  }

  /**
   * Whether nobody waits for the answer any more: the client has cancelled the stream, has left or
   * died, or the server does not wait for the call any longer. Seen within a second while a method
   * runs, and true from then on. A method that sees it may answer with anything, as nobody gets it.
   */
  public boolean isCancelled() {
    if (cancelled) {
      noticed = true;
      return true;
    }
    return false;
  }

  /**
   * Runs {@code hook} once, on a thread of its own, when the call becomes {@link #isCancelled}
   * before the method returns; at once when it is already. A stream asks again in every turn.
   */
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

  /** Sends a message to the client's log, ahead of the next answer. */
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
