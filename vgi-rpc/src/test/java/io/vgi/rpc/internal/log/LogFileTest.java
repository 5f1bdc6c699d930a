package io.vgi.rpc.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  private static final byte[] FIFTH = "x".repeat((1 << 20) + 1).getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private LogFile open() throws IOException {
    return new LogFile(LogLocation.named(folder.resolve("w.log")));
  }

  /** Writes until the file is to be moved aside, then {@code line}. */
  private static void fill(LogFile log, String line) throws IOException {
    for (int i = 0; i < 5; i++) {
      log.write(FIFTH);
    }
    log.write(line.getBytes(StandardCharsets.US_ASCII));
  }

  private long size(String name) throws IOException {
    return Files.size(folder.resolve(name));
  }

  @Test
  void threeOldOnesAreKept() throws IOException {
    try (LogFile log = open()) {
      for (int i = 0; i < 5; i++) {
        fill(log, "part " + i);
      }
    }
    assertThat(folder.resolve("w.log")).hasContent("part 4");
    for (int age = 1; age <= 3; age++) {
      assertThat(Files.readString(folder.resolve("w.log." + age))).startsWith("part " + (4 - age));
    }
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void aLogThatCannotBeMovedAsideGoesOn() throws IOException {
    Files.createFile(folder.resolve("w.log.2"));
    Files.createFile(Files.createDirectory(folder.resolve("w.log.3")).resolve("in the way"));
    try (LogFile log = open()) {
      fill(log, "one");
      fill(log, "two");
    }
    String all = Files.readString(folder.resolve("w.log"));
    assertThat(all).contains("one").endsWith("two");
    assertThat(all.split("cannot be moved aside", -1)).hasSize(2);
    assertThat(size("w.log")).isGreaterThan(10L << 20);
  }

  @Test
  void anInterruptedThreadDoesNotCloseIt() throws IOException {
    try (LogFile log = open();
        PrintStream print = new PrintStream(log, true, StandardCharsets.UTF_8)) {
      Thread.currentThread().interrupt();
      print.print("one ");
      assertThat(Thread.interrupted()).isTrue();
      print.print("two");
      assertThat(print.checkError()).isFalse();
      assertThat(folder.resolve("w.log")).hasContent("one two");
    }
  }

  @Test
  void aClosedOneStaysClosed() throws IOException {
    LogFile log = open();
    log.close();
    assertThatThrownBy(() -> log.write('x')).isInstanceOf(ClosedChannelException.class);
  }
}
