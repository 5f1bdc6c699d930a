package io.vgi.rpc.internal.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RotatedFileTest {
  @TempDir private Path folder;

  @Test
  void onlyItsOwnerReadsIt() throws Exception {
    Path path = folder.resolve("access.log");
    try (RotatedFile file = new RotatedFile(path)) {
      assertThat(mode(path)).isEqualTo("rw-------");
      Files.move(path, folder.resolve("access.log.1"));
      file.append(line(1));
      assertThat(mode(path)).isEqualTo("rw-------");
    }
    // what the administrator made stays as it is
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
    try (RotatedFile file = new RotatedFile(path)) {
      file.append(line(2));
    }
    assertThat(mode(path)).isEqualTo("rw-r-----");
    assertThat(Files.readString(path)).isEqualTo("1\n2\n");
  }

  @Test
  void afterARemovalItIsMadeAnew() throws Exception {
    Path path = folder.resolve("access.log");
    try (RotatedFile file = new RotatedFile(path)) {
      file.append(line(1));
      Files.delete(path);
      file.append(line(2));
      assertThat(Files.readString(path)).isEqualTo("2\n");
      // without a folder there is nowhere to write, and no call fails for that
      Path moved = folder.resolveSibling(folder.getFileName() + "-moved");
      Files.move(folder, moved);
      file.append(line(3));
      Files.move(moved, folder);
      file.append(line(4));
      assertThat(Files.readString(path)).isEqualTo("2\n3\n4\n");
    }
  }

  @Test
  void noLineIsLostWhileFilesAreMoved() throws Exception {
    Path path = folder.resolve("access.log");
    int threads = 4;
    int least = 2_000;
    AtomicInteger moves = new AtomicInteger();
    AtomicInteger written = new AtomicInteger();
    List<Thread> writers = new ArrayList<>();
    try (RotatedFile file = new RotatedFile(path)) {
      for (int t = 0; t < threads; t++) {
        int first = t * 10_000_000;
        Thread writer =
            new Thread(
                () -> {
                  for (int i = first; i < first + least || moves.get() <= 2; i++) {
                    try {
                      file.append(line(i));
                      written.incrementAndGet();
                    } catch (IOException failed) {
                      throw new IllegalStateException(failed);
                    }
                  }
                });
        writer.start();
        writers.add(writer);
      }
      while (writers.stream().anyMatch(Thread::isAlive)) {
        if (Files.exists(path)) {
          Files.move(
              path, folder.resolve("access.log." + moves.get()), StandardCopyOption.ATOMIC_MOVE);
          moves.incrementAndGet();
        }
        Thread.sleep(1);
      }
    }
    TreeSet<Integer> seen = new TreeSet<>();
    long all = 0;
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path one : files) {
        for (String text : Files.readAllLines(one)) {
          seen.add(Integer.valueOf(text));
          all++;
        }
      }
    }
    assertThat(all).isEqualTo(written.get());
    assertThat(seen).hasSize(written.get());
  }

  private static byte[] line(int number) {
    return (number + "\n").getBytes(US_ASCII);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
