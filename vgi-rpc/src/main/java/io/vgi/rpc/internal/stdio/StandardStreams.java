package io.vgi.rpc.internal.stdio;

import io.vgi.rpc.internal.log.WorkerLog;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process's standard input and output, taken away from user code: whatever is printed goes to
 * standard error, because one stray byte on the wire would damage the conversation.
 */
public final class StandardStreams {
  private final ReadableByteChannel in;
  private final WritableByteChannel out;

  private StandardStreams(ReadableByteChannel in, WritableByteChannel out) {
    this.in = in;
    this.out = out;
  }

  /** Takes both streams; call before any user code runs. */
  @SuppressWarnings("resource") // the process's own streams live as long as the process
  public static StandardStreams take() {
    ReadableByteChannel in = new FileInputStream(FileDescriptor.in).getChannel();
    WritableByteChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
    System.setOut(new PrintStream(new Redirected(System.err), true));
    System.setIn(InputStreamTaken.INSTANCE);
    return new StandardStreams(in, out);
  }

  /** What the client sends. */
  public ReadableByteChannel in() {
    return in;
  }

  /** What the client reads. */
  public WritableByteChannel out() {
    return out;
  }

  /** Standard output as user code sees it: forwards to standard error and names the first user. */
  private static final class Redirected extends OutputStream {
    private final PrintStream target;
    private final AtomicBoolean warned = new AtomicBoolean();

    Redirected(PrintStream target) {
      this.target = target;
    }

    @Override
    public void write(int value) {
      warnOnce();
      target.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      warnOnce();
      target.write(bytes, offset, length);
    }

    @Override
    public void flush() {
      target.flush();
    }

    private static boolean isPlumbing(String className) {
      return className.startsWith("java.")
          || className.startsWith("sun.")
          || className.startsWith("jdk.")
          || className.equals(Redirected.class.getName());
    }

    private void warnOnce() {
      if (warned.compareAndSet(false, true)) {
        String caller =
            StackWalker.getInstance()
                .walk(
                    frames ->
                        frames
                            .map(StackWalker.StackFrame::getClassName)
                            .filter(name -> !isPlumbing(name))
                            .findFirst()
                            .orElse("unknown code"));
        WorkerLog.warn(
            caller
                + " printed to standard output, which carries the protocol; "
                + "such output goes to standard error instead");
      }
    }
  }

  private static final class InputStreamTaken extends java.io.InputStream {
    static final InputStreamTaken INSTANCE = new InputStreamTaken();

    @Override
    public int read() {
      return -1;
    }
  }
}
