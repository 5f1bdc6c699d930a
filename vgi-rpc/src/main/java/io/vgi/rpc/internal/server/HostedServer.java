package io.vgi.rpc.internal.server;

import io.vgi.rpc.Listener;
import io.vgi.rpc.Peer;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.internal.dispatch.Conversation;
import io.vgi.rpc.internal.dispatch.ServerCore;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.SteadyChannels;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.observe.AccessLog;
import io.vgi.rpc.internal.socket.Connection;
import io.vgi.rpc.internal.socket.SocketListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The one server there is; modules of other transports take from it what they serve. */
public final class HostedServer implements RpcServer {
  private final ServerCore core;
  private final @Nullable AccessLog log;

  /** Serves what {@code core} is. */
  public HostedServer(ServerCore core, @Nullable AccessLog log) {
    this.core = core;
    this.log = log;
  }

  /** What {@code server} serves, for another transport. */
  public static ServerCore coreOf(RpcServer server) {
    if (server instanceof HostedServer hosted) {
      return hosted.core;
    }
    throw new IllegalArgumentException("Only servers of RpcServer.builder can be served");
  }

  @Override
  public void serve(ReadableByteChannel in, WritableByteChannel out) throws IOException {
    serve(in, out, null);
  }

  @Override
  public void serve(ReadableByteChannel in, WritableByteChannel out, @Nullable Runnable overdue)
      throws IOException {
    ByteSource source = ByteSource.of(in);
    ByteSink sink = ByteSink.to(SteadyChannels.writer(out));
    serve(source, sink, peer(in), null, overdue);
  }

  @Override
  public Listener unix(Path path, SocketOptions options) throws IOException {
    return SocketListener.unix(path, this::serve, options);
  }

  @Override
  public Listener tcp(InetSocketAddress address, SocketOptions options) throws IOException {
    return SocketListener.tcp(address, this::serve, options);
  }

  private void serve(Connection connection) throws IOException {
    SocketChannel channel = connection.channel();
    ByteSource in = ByteSource.of(channel, connection.buffers());
    ByteSink out = ByteSink.to(SteadyChannels.writer(channel), connection.buffers());
    serve(in, out, peer(channel), connection::begin, null);
  }

  /** Whoever does not come over a network came by a pipe or a socket file. */
  private static Peer peer(ReadableByteChannel from) throws IOException {
    return from instanceof SocketChannel socket
            && socket.getRemoteAddress() instanceof InetSocketAddress address
        ? Peer.remote(address.getAddress().getHostAddress())
        : Peer.LOCAL;
  }

  private void serve(
      ByteSource in,
      ByteSink out,
      Peer peer,
      @Nullable Consumer<Conversation> begun,
      @Nullable Runnable overdue)
      throws IOException {
    try (CallMemory memory = core.memory().call()) {
      BufferAllocator own = memory.allocator("connection");
      Conversation conversation = new Conversation(core, in, out, own, peer, overdue);
      if (begun != null) {
        begun.accept(conversation);
      }
      conversation.run();
    }
  }

  @Override
  public void close() {
    if (log != null) {
      try {
        log.close();
      } catch (IOException full) {
        WorkerLog.warn("The access log did not close: " + full.getMessage());
      }
    }
  }
}
