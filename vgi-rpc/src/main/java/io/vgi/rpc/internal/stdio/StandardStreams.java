package io.vgi.rpc.internal.stdio;

import io.vgi.rpc.internal.log.WorkerLog;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process's standard input and output, taken away from user code: whatever is printed goes to
 * standard error, because one stray byte on the wire would damage the conversation.
 *
 * <p>Where Linux has a pipe as a standard stream, the wire becomes a descriptor that only this
 * class knows, and descriptor 0 or 1 becomes {@code /dev/null}: streams that were kept from before,
 * child processes and native code reach nothing of the wire. What they print is lost, as the JDK
 * gives no way to make standard error of a descriptor. Elsewhere only {@code System.in} and {@code
 * System.out} are replaced.
 */
public final class StandardStreams {
  private static final Path INPUT = Path.of("/proc/self/fd/0");
  private static final Path OUTPUT = Path.of("/proc/self/fd/1");
  private static final String PIPE = "pipe:";

  private final ReadableByteChannel in;
  private final WritableByteChannel out;
  private final String source;

  private StandardStreams(ReadableByteChannel in, WritableByteChannel out, String source) {
    this.in = in;
    this.out = out;
    this.source = source;
  }

  /** Takes both streams; call before any user code runs. */
  public static StandardStreams take() {
    String source = target(INPUT);
    ReadableByteChannel in = takeInput(source);
    WritableByteChannel out = takeOutput();
    System.setOut(new PrintStream(new Redirected(), true));
    System.setIn(InputStreamTaken.INSTANCE);
    return new StandardStreams(in, out, source);
  }

  @SuppressWarnings("resource") // the process's own stream lives as long as the process
  private static ReadableByteChannel takeInput(String source) {
    FileInputStream standard = new FileInputStream(FileDescriptor.in);
    if (source.startsWith(PIPE)) {
      try {
        ReadableByteChannel own = FileChannel.open(INPUT, StandardOpenOption.READ);
        standard.close(); // the JDK puts /dev/null in its place
        return own;
      } catch (IOException foreign) { // a pipe of another user, whose process became this one
        return standard.getChannel();
      }
    }
    return standard.getChannel();
  }

  @SuppressWarnings("resource") // the process's own stream lives as long as the process
  private static WritableByteChannel takeOutput() {
    FileOutputStream standard = new FileOutputStream(FileDescriptor.out);
    // a file would be written from its beginning again, and a socket cannot be opened
    if (target(OUTPUT).startsWith(PIPE)) {
      try {
        WritableByteChannel own = FileChannel.open(OUTPUT, StandardOpenOption.WRITE);
        System.out.flush();
        standard.close(); // the JDK puts /dev/null in its place
        return own;
      } catch (IOException foreign) { // a pipe of another user, whose process became this one
        return standard.getChannel();
      }
    }
    return standard.getChannel();
  }

  /** What a standard stream is, where Linux tells; otherwise empty. */
  private static String target(Path stream) {
    try {
      return Files.readSymbolicLink(stream).toString();
    } catch (IOException | UnsupportedOperationException notLinux) {
      return "";
    }
  }

  /** What the client sends. */
  public ReadableByteChannel in() {
    return in;
  }

  /** What the client reads. */
  public WritableByteChannel out() {
    return out;
  }

  /** Whether somebody types at a terminal what the client should send. */
  public boolean isTyped() {
    return source.startsWith("/dev/pts/") || source.startsWith("/dev/tty");
  }

  /** Standard output as user code sees it: forwards to standard error and names the first user. */
  private static final class Redirected extends OutputStream {
    private final AtomicBoolean warned = new AtomicBoolean();

    @Override
    public void write(int value) {
      warnOnce();
      System.err.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      warnOnce();
      System.err.write(bytes, offset, length);
    }

    @Override
    public void flush() {
      System.err.flush();
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
