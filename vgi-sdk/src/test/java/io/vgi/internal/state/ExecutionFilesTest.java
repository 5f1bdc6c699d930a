package io.vgi.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of an execution are shared, changed one after the other, and forgotten. */
class ExecutionFilesTest {
  private static final byte[] EXECUTION = {1, 2, 3};

  @TempDir private Path directory;

  private ExecutionFiles files() {
    return new ExecutionFiles(directory.resolve("state"));
  }

  @Test
  void noChangeIsLostBetweenThreads() throws Exception {
    ExecutionFiles files = files();
    files.create(EXECUTION);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        tasks.add(
            () -> {
              for (int k = 0; k < 50; k++) {
                files().change(EXECUTION, "sum", ExecutionFilesTest::plusOne);
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
    byte[] sum = files.read(EXECUTION, "sum");
    assertThat(sum).isNotNull();
    assertThat(ByteBuffer.wrap(sum).getInt()).isEqualTo(200);
  }

  private static byte[] plusOne(byte[] old) {
    int value = old == null ? 0 : ByteBuffer.wrap(old).getInt();
    return ByteBuffer.allocate(4).putInt(value + 1).array();
  }

  @Test
  void onlyTheUserCanReadAndNothingIsLeft() throws Exception {
    ExecutionFiles files = files();
    files.create(EXECUTION);
    files.change(EXECUTION, "value", old -> new byte[] {9});
    assertThat(files.read(EXECUTION, "value")).containsExactly(9);
    assertThat(files.read(EXECUTION, "other")).isNull();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("state"))))
        .isEqualTo("rwx------");
    files.clear(EXECUTION);
    files.clear(EXECUTION);
    assertThat(directory.resolve("state")).isEmptyDirectory();
  }

  @Test
  void abandonedExecutionsAreSweptWhenTheNextOneBegins() throws Exception {
    ExecutionFiles files = files();
    files.create(EXECUTION);
    Path abandoned = directory.resolve("state").resolve("010203");
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    files.create(new byte[] {4});
    assertThat(abandoned).doesNotExist();
    assertThat(directory.resolve("state").resolve("04")).exists();
  }
}
