package io.vgi.rpc.internal.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The channels of a connection that is served by a thread which also runs user code. An interrupt
 * that such code leaves behind, or that reaches the thread late, would close them.
 */
public final class SteadyChannels {
  private SteadyChannels() {}

  /** Writes to {@code channel}; only an interrupt that comes while it waits ends that. */
  public static WritableByteChannel writer(WritableByteChannel channel) {
    return new Writer(channel);
  }

  /** Forgets an interrupt that was not meant for what comes next. */
  public static void forgetInterrupt() {
    boolean ignored = Thread.interrupted();
  }

  private record Writer(WritableByteChannel channel) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer from) throws IOException {
      forgetInterrupt();
      return channel.write(from);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
