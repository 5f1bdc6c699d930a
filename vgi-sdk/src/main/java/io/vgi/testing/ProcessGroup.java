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
  private final List<Service> processes;
  private final Principal principal;
  private final boolean resumed;
  private final Random random;

  ProcessGroup(List<Service> processes, Principal principal, boolean resumed, Random random) {
    this.processes = List.copyOf(processes);
    this.principal = principal;
    this.resumed = resumed;
    this.random = random;
  }

  Service service() {
    List<Revision> revisions = new ArrayList<>();
    for (int i = 0; i < processes.get(0).revisions().size(); i++) {
      revisions.add(new AnyProcess(i));
    }
    return Service.of(processes.get(0).protocol(), revisions);
  }

  private CallContext caller(CallContext context) {
    return new CallerContext(context, principal);
  }

  /** A revision as any of the processes serves it. */
  private final class AnyProcess implements Revision {
    private final int position;

    AnyProcess(int position) {
      this.position = position;
    }

    private Revision any() {
      return processes.get(random.nextInt(processes.size())).revisions().get(position);
    }

    @Override
    public String version() {
      return any().version();
    }

    @Override
    public Collection<String> methodNames() {
      return any().methodNames();
    }

    @Override
    public @Nullable Method method(String name) {
      Method method = any().method(name);
      if (method instanceof Method.Unary unary) {
        return new Method.Unary(
            name,
            unary.params(),
            unary.result(),
            (context, params) -> unary.handler().call(caller(context), params));
      } else if (method instanceof Method.Streaming stream) {
        return new Method.Streaming(
            name, stream.params(), stream.header(), new Streams(stream.handler(), this::handler));
      }
      return null;
    }

    private StreamHandler handler(String name) {
      if (any().method(name) instanceof Method.Streaming stream) {
        return stream.handler();
      }
      throw new IllegalStateException("Method '" + name + "' opens no stream");
    }
  }

  /** Where a stream is to go on. */
  interface Elsewhere {
    StreamHandler handler(String method);
  }

  private final class Streams implements StreamHandler {
    private final StreamHandler here;
    private final Elsewhere elsewhere;

    Streams(StreamHandler here, Elsewhere elsewhere) {
      this.here = here;
      this.elsewhere = elsewhere;
    }

    @Override
    public ServerStream open(CallContext context, WireBatch params) throws Exception {
      CallContext caller = caller(context);
      ServerStream stream = here.open(caller, params);
      return resumed ? ResumedStream.of(stream, caller, params, elsewhere) : stream;
    }
  }
}
