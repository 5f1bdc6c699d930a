package io.vgi.rpc.internal.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that takes its streams and prints all the same. */
@Timeout(60)
class StandardStreamsTest {
  /** Echoes its input over the taken streams, printing noise before and after. */
  static final class Echo {
    private Echo() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
      StandardStreams streams = StandardStreams.take();
      System.out.println("noise by line");
      System.out.write('!');
      System.err.println("read by user code: " + System.in.read());
      ByteBuffer bytes = ByteBuffer.allocate(1024);
      while (streams.in().read(bytes) >= 0) {
        bytes.flip();
        streams.out().write(bytes);
        bytes.clear();
      }
      System.out.println("more noise");
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void onlyTheProtocolReachesStandardOutput() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Echo.class.getName())
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write("the wire".getBytes(StandardCharsets.UTF_8));
    }
    String output = text(process.getInputStream());
    String errors = text(process.getErrorStream());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(errors).isZero();
    assertThat(output).isEqualTo("the wire");
    assertThat(errors)
        .contains("noise by line", "!", "more noise", "read by user code: -1")
        .containsOnlyOnce("printed to standard output")
        .contains(Echo.class.getName() + " printed");
  }
}
