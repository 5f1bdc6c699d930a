package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a failure leaves in the worker's log. */
class FailureLogTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*Z";

  private final BufferAllocator allocator = new RootAllocator();
  private final TestWorker worker = new TestWorker(allocator);
  private final PrintStream standard = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(standard);
    allocator.close();
  }

  private String logOf(int how) throws IOException {
    worker.serve(new Script(allocator).call("fail", how).toBytes());
    return log.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "0, error, java.lang.IllegalStateException: broken on purpose",
    "2, error, java.lang.OutOfMemoryError: no more",
    "4, error, java.lang.IllegalArgumentException: not that one",
    "7, error, java.lang.ClassCastException: not of that type",
    "8, warning, Caused by: java.io.IOException: the reason",
    "10, info, Caused by: java.io.IOException: the reason",
    "11, info, java.lang.UnsupportedOperationException: not written yet",
  })
  void hasTheTraceAndTheCause(int how, String level, String line) throws IOException {
    assertThat(logOf(how))
        .matches("(?s)vgi: " + TIME + " " + level + ": Method 'fail' failed, for somebody.*")
        .contains(line);
  }

  @Test
  void aFailureOfTheMomentIsOneLine() throws IOException {
    assertThat(logOf(12))
        .matches(
            "vgi: "
                + TIME
                + " warning: Method 'fail' failed, for somebody of this machine: busy\\R");
  }

  @Test
  void whatTheClientGotWrongIsOnlySaidToTheClient() throws IOException {
    assertThat(logOf(5)).isEmpty();
  }

  @Test
  void isThereBeforeTheAnswer() throws IOException {
    StringBuilder before = new StringBuilder();
    ByteArrayOutputStream output =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            before.append(log.toString(StandardCharsets.UTF_8));
            super.write(bytes, offset, length);
          }
        };
    worker.serve(new Script(allocator).call("fail", 0).toBytes(), output);
    assertThat(before.toString()).contains("broken on purpose");
  }
}
