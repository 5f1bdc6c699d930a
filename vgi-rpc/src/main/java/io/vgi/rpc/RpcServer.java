package io.vgi.rpc;

import io.vgi.rpc.internal.dispatch.Health;
import io.vgi.rpc.internal.dispatch.Identity;
import io.vgi.rpc.internal.dispatch.Observers;
import io.vgi.rpc.internal.dispatch.Router;
import io.vgi.rpc.internal.dispatch.ServerCore;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.memory.JvmMemory;
import io.vgi.rpc.internal.memory.MemoryBudget;
import io.vgi.rpc.internal.observe.AccessLog;
import io.vgi.rpc.internal.reflect.ProtocolHashes;
import io.vgi.rpc.internal.reflect.ReflectionService;
import io.vgi.rpc.internal.server.HostedServer;
import io.vgi.rpc.observe.CallListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Hosts services on any number of connections: {@link #serve} serves one on the thread that calls
 * it, listeners serve theirs on threads of their own. Safe to share between threads.
 */
public interface RpcServer extends AutoCloseable {
  /** Starts a server whose buffers come from {@code allocator}, which stays the caller's. */
  static Builder builder(BufferAllocator allocator) {
    return new Builder(allocator);
  }

  /**
   * Serves one connection until the client leaves; the channels are not closed. An interrupt ends
   * it while it waits for the client, with what the channels do then; one that a method leaves
   * behind does not. Unless they are of a TCP socket, the channels are taken for those of a client
   * of this machine and user.
   *
   * @throws IOException when the input fails or is not made of Arrow streams any more
   */
  void serve(ReadableByteChannel in, WritableByteChannel out) throws IOException;

  /**
   * As {@link #serve(ReadableByteChannel, WritableByteChannel)}, for whoever cannot wait for a
   * method that goes on and on.
   *
   * @param overdue run by another thread, perhaps again and again, when the client has left and the
   *     method that runs, though {@linkplain CallContext#isCancelled cancelled}, has not returned
   *     within a second; null for nothing
   */
  void serve(ReadableByteChannel in, WritableByteChannel out, @Nullable Runnable overdue)
      throws IOException;

  /**
   * Serves every connection to the socket file {@code path}, which only its owner may use; the file
   * is removed at the end. A socket that nobody serves any more is replaced.
   *
   * @throws IOException when {@code path} is in use or cannot be made, with the reason
   */
  Listener unix(Path path, SocketOptions options) throws IOException;

  /**
   * Serves every connection to a TCP address; port 0 takes a free one. Nothing checks who connects.
   *
   * @throws IOException when the address cannot be bound, with the reason
   */
  Listener tcp(InetSocketAddress address, SocketOptions options) throws IOException;

  /** Closes the access log, if there is one; call when no connection is served any more. */
  @Override
  void close();

  /** Collects what a server hosts. */
  final class Builder {
    private final BufferAllocator allocator;
    private final List<Service> services = new ArrayList<>();
    private IpcLimits limits = IpcLimits.DEFAULT;
    private long memoryLimit;
    private final List<CallListener> listeners = new ArrayList<>();
    private @Nullable Path accessLog;
    private String version = "";
    private Health health = Health.GOOD;

    private Builder(BufferAllocator allocator) {
      this.allocator = allocator;
    }

    /** Hosts {@code service}. */
    public Builder service(Service service) {
      services.add(service);
      return this;
    }

    /** The version of the software that serves, as reflection shows it; empty when not set. */
    public Builder version(String softwareVersion) {
      version = softwareVersion;
      return this;
    }

    /** The largest batch body that is read, in bytes; larger ones are refused with an error. */
    public Builder bodyLimit(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("The body limit must be positive, it is " + bytes);
      }
      limits = new IpcLimits(limits.metadataBytes(), bytes, limits.emptyRows());
      return this;
    }

    /**
     * Lets all calls together hold {@code bytes} outside of the heap: what they send, what it
     * decodes to, what methods make of it, and answers until they are sent. One call may have
     * fifteen sixteenths; the rest is for calls that hold little. A call that would go beyond fails
     * before the memory is taken, with {@code RESOURCE_EXHAUSTED} or, where others only hold it
     * now, {@code UNAVAILABLE}; over HTTP, while no method has run, with 413 or 503. By default as
     * much as the heap may take less 144 MiB, at least 112 MiB, and no more than the container has
     * beside the heap. Objects that requests become are counted apart, against half of the heap.
     */
    public Builder memoryLimit(long bytes) {
      if (bytes < MemoryBudget.LEAST_BYTES) {
        throw new IllegalArgumentException(
            "The memory limit must be at least "
                + MemoryBudget.LEAST_BYTES
                + " bytes, it is "
                + bytes);
      }
      memoryLimit = bytes;
      return this;
    }

    /** Tells {@code listener} of every call that has ended. */
    public Builder listener(CallListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Asks {@code check} now and then whether calls can be served: it returns null when they can,
     * else a sentence, which anybody may read at {@code /health}. Any thread, one at a time.
     */
    public Builder health(Supplier<@Nullable String> check) {
      health = new Health(check);
      return this;
    }

    /**
     * Appends a line of JSON to {@code file} for every call that has ended. A file that is made is
     * for its owner only; one that was moved away or removed is made anew.
     */
    public Builder accessLog(Path file) {
      accessLog = file;
      return this;
    }

    /**
     * Returns the server, with reflection beside the services.
     *
     * @throws UncheckedIOException when the access log cannot be opened
     */
    public RpcServer build() {
      List<Service> hosted = new ArrayList<>(services);
      Identity identity = new Identity();
      hosted.add(ReflectionService.of(services, identity.serverId(), version));
      List<CallListener> all = new ArrayList<>(listeners);
      AccessLog log = null;
      if (accessLog != null) {
        log = openLog(accessLog, identity, new ProtocolHashes(hosted));
        all.add(log);
      }
      Router router = new Router(hosted);
      MemoryBudget memory =
          new MemoryBudget(allocator, memoryLimit == 0 ? JvmMemory.budget() : memoryLimit);
      return new HostedServer(
          new ServerCore(router, identity, memory, limits, new Observers(all), health), log);
    }

    private AccessLog openLog(Path file, Identity identity, ProtocolHashes hashes) {
      try {
        return new AccessLog(file, identity.serverId(), version, hashes::of);
      } catch (IOException unwritable) {
        throw new UncheckedIOException(
            "The access log '" + file + "' cannot be opened: " + unwritable.getMessage(),
            unwritable);
      }
    }
  }
}
