package io.vgi.internal.call;

import io.vgi.param.AttachOption;
import io.vgi.param.AttachOptions;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Revision;
import io.vgi.rpc.Seal;
import io.vgi.rpc.internal.dispatch.Caller;
import io.vgi.rpc.internal.dispatch.ServerCallContext;
import io.vgi.state.StateStore;
import java.util.Collection;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** What a call has that no engine made. */
public final class TestContext {
  /** Of a call that belongs to no attach. */
  public static final CallState NO_STATE =
      new CallState(
          StateStore.memory(),
          null,
          new AttachOptions() {
            @Override
            public <T> T find(AttachOption<T> option) {
              throw new IllegalStateException("This call belongs to no attached catalog");
            }
          },
          null,
          null);

  private TestContext() {}

  private enum NoMethods implements Revision {
    INSTANCE;

    @Override
    public String version() {
      return "2.0.0";
    }

    @Override
    public Collection<String> methodNames() {
      return List.of();
    }

    @Override
    public @Nullable Method method(String name) {
      return null;
    }
  }

  /** The context of a call of nobody, whose vectors are of {@code memory}. */
  public static CallContext of(BufferAllocator memory) {
    return new ServerCallContext(
        "vgi.v2",
        "m",
        NoMethods.INSTANCE,
        Metadata.EMPTY,
        "1",
        Caller.anonymous(Peer.LOCAL),
        Seal.NONE,
        Long.MAX_VALUE,
        memory);
  }
}
