package io.vgi.testing;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Method;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Revision;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.StreamHandler;
import io.vgi.rpc.WireBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Worker processes that share a state store, as one service: a call reaches any of them, and so
 * does a turn of a stream where streams are resumed for every turn. Any thread.
 */
final class ProcessGroup {
  private static final int ID_BYTES = 16;

  private final List<Service> processes;
  private final Principal principal;
  private final List<ReplicaSeal> seals;
  private final Random random;

  /**
   * A group.
   *
   * @param seals those of the processes where streams are resumed for every turn, else none
   */
  ProcessGroup(
      List<Service> processes, Principal principal, List<ReplicaSeal> seals, Random random) {
    this.processes = List.copyOf(processes);
    this.principal = principal;
    this.seals = List.copyOf(seals);
    this.random = random;
  }

  Service service() {
    List<Revision> revisions = new ArrayList<>();
    for (int i = 0; i < processes.get(0).revisions().size(); i++) {
      revisions.add(new AnyProcess(i));
    }
    return Service.of(processes.get(0).protocol(), revisions);
  }

  private int any() {
    return random.nextInt(processes.size());
  }

  private CallContext caller(CallContext context, int process) {
    return new CallerContext(context, principal, seals.isEmpty() ? null : seals.get(process));
  }

  /**
   * A process that a turn of a stream reaches.
   *
   * @param context the call as the process sees it
   */
  record Replica(StreamHandler handler, ReplicaSeal seal, CallContext context) {}

  /** A revision as any of the processes serves it. */
  private final class AnyProcess implements Revision {
    private final int position;

    AnyProcess(int position) {
      this.position = position;
    }

    private Revision of(int process) {
      return processes.get(process).revisions().get(position);
    }

    @Override
    public String version() {
      return of(0).version();
    }

    @Override
    public Collection<String> methodNames() {
      return of(0).methodNames();
    }

    @Override
    public @Nullable Method method(String name) {
      int process = any();
      Method method = of(process).method(name);
      if (method instanceof Method.Unary unary) {
        return new Method.Unary(
            name,
            unary.params(),
            unary.result(),
            (context, params) -> unary.handler().call(caller(context, process), params));
      } else if (method instanceof Method.Streaming stream) {
        return new Method.Streaming(
            name, stream.params(), stream.header(), new Streams(stream.handler(), process, this));
      }
      return null;
    }

    /** Where a stream goes on. */
    Replica next(CallContext call) {
      int process = any();
      if (of(process).method(call.method()) instanceof Method.Streaming stream) {
        return new Replica(stream.handler(), seals.get(process), caller(call, process));
      }
      throw new IllegalStateException("Method '" + call.method() + "' opens no stream");
    }
  }

  private final class Streams implements StreamHandler {
    private final StreamHandler handler;
    private final int process;
    private final AnyProcess others;

    Streams(StreamHandler handler, int process, AnyProcess others) {
      this.handler = handler;
      this.process = process;
      this.others = others;
    }

    @Override
    public ServerStream open(CallContext context, WireBatch params) throws Exception {
      CallContext caller = caller(context, process);
      ServerStream stream = handler.open(caller, params);
      if (seals.isEmpty()) {
        return stream;
      }
      byte[] id = new byte[ID_BYTES];
      random.nextBytes(id);
      Replica here = new Replica(handler, seals.get(process), caller);
      return ResumedStream.of(stream, id, here, params, () -> others.next(context));
    }
  }
}
