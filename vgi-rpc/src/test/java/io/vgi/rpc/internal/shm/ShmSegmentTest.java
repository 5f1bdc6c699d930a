package io.vgi.rpc.internal.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are mapped, and files that are not. */
@EnabledOnOs(OS.LINUX)
class ShmSegmentTest {
  private static final int HEADER = 65536;

  @TempDir Path directory;

  private ShmSegment open(SegmentFile file) {
    return ShmSegment.open(directory, file.name(), ShmSegment.WINDOW_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a/b", "/a", "../a", "a\u0000b", "a b", "ä", "a\n"})
  void namesThatAreNoPlainNamesAreRefused(String name) {
    assertThatThrownBy(() -> ShmSegment.open(directory, name, ShmSegment.WINDOW_BYTES))
        .isInstanceOf(VgiException.class)
        .hasMessageStartingWith("The name of a shared memory segment");
  }

  @Test
  void longNamesAreRefused() {
    assertThatThrownBy(() -> ShmSegment.open(directory, "a".repeat(256), ShmSegment.WINDOW_BYTES))
        .hasMessageStartingWith("The name of a shared memory segment");
    assertThatThrownBy(() -> ShmSegment.open(directory, "a".repeat(255), ShmSegment.WINDOW_BYTES))
        .hasMessageContaining("there is no such file");
  }

  @Test
  void onlyRegularFilesAreMapped() throws IOException {
    Files.createDirectory(directory.resolve("folder"));
    assertThatThrownBy(() -> ShmSegment.open(directory, "folder", ShmSegment.WINDOW_BYTES))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("not a regular file");
    try (SegmentFile file = SegmentFile.create(directory, HEADER + 100)) {
      Files.createSymbolicLink(directory.resolve("link"), file.path);
      assertThatThrownBy(() -> ShmSegment.open(directory, "link", ShmSegment.WINDOW_BYTES))
          .isInstanceOf(VgiException.class)
          .hasMessageContaining("not a regular file");
    }
  }

  @Test
  void filesOfOtherUsersAreNotMapped() throws IOException {
    Path foreign = Path.of("/etc/passwd");
    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) { // can give files away
      foreign = Files.write(directory.resolve("foreign"), new byte[HEADER + 100]);
      Files.setAttribute(foreign, "unix:uid", 12345);
    }
    Path folder = foreign.getParent();
    String name = foreign.getFileName().toString();
    assertThatThrownBy(() -> ShmSegment.open(folder, name, ShmSegment.WINDOW_BYTES))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("does not belong to the user");
  }

  @Test
  void filesWithoutDataAreNotMapped() throws IOException {
    try (SegmentFile file = SegmentFile.create(directory, HEADER + 100)) {
      for (long size : new long[] {HEADER, 24, 0}) {
        file.truncate(size);
        assertThatThrownBy(() -> open(file))
            .isInstanceOf(VgiException.class)
            .hasMessageContaining("it has only " + size + " bytes");
      }
    }
  }

  @Test
  void aFileMayBeLargerThanTheHeaderSays() throws IOException {
    try (SegmentFile file = SegmentFile.create(directory, HEADER + 4096)) {
      file.putLong(8, 1000);
      try (ShmSegment segment = open(file)) {
        assertThat(segment.allocate(1001)).isEqualTo(-1);
        assertThat(segment.allocate(1000)).isEqualTo(HEADER);
      }
      file.entries();
      file.putLong(8, 4097);
      assertThatThrownBy(() -> open(file)).hasMessageContaining("damaged");
    }
  }

  @Test
  void slotsMayCrossTheEdgesOfWindows() throws IOException {
    try (SegmentFile file = SegmentFile.create(directory, HEADER * 4L)) {
      byte[] pattern = new byte[HEADER * 2 + 500];
      for (int i = 0; i < pattern.length; i++) {
        pattern[i] = (byte) (i * 31 + i / 251);
      }
      long offset = HEADER + 100;
      file.entries(offset, pattern.length);
      file.put(offset, pattern);
      try (ShmSegment segment = ShmSegment.open(directory, file.name(), HEADER + 4096)) {
        ByteBuffer read = ByteBuffer.allocate(pattern.length);
        int pieces = 0;
        for (Iterator<ByteBuffer> slot = segment.slot(offset, pattern.length); slot.hasNext(); ) {
          read.put(slot.next());
          pieces++;
        }
        assertThat(pieces).isEqualTo(3);
        assertThat(read.array()).isEqualTo(pattern);
        segment.slot(offset, 5000).next().put(new byte[] {1, 2, 3});
        assertThat(file.get(offset, 3)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      }
    }
  }

  @Test
  void aSlotEndsWhereItWasAllocatedTo() throws IOException {
    try (SegmentFile file = SegmentFile.create(directory, HEADER * 2L)) {
      file.entries(HEADER, 800);
      try (ShmSegment segment = open(file)) {
        assertThat(segment.slot(HEADER, 800).next().remaining()).isEqualTo(800);
        for (long length : new long[] {801, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
          assertThatThrownBy(() -> segment.slot(HEADER, length))
              .isInstanceOf(VgiException.class)
              .hasMessageContaining("cannot be in a slot of 800 bytes");
        }
        assertThatThrownBy(() -> segment.slot(HEADER + 8, 8))
            .hasMessageContaining("Nothing is allocated");
      }
    }
  }

  @Test
  void aFileThatIsCutOffIsNoticedBeforeItIsTouched() throws IOException {
    try (SegmentFile file = SegmentFile.create(directory, HEADER * 2L);
        ShmSegment segment = open(file)) {
      file.truncate(100);
      assertThatThrownBy(() -> segment.allocate(8))
          .isInstanceOf(VgiException.class)
          .hasMessageContaining("its file was cut off");
      assertThatThrownBy(() -> segment.slot(HEADER, 8)).isInstanceOf(VgiException.class);
    }
  }

  @Test
  void memoryWithoutAFileBehindItIsAnErrorAndNoCrash() throws IOException {
    try (SegmentFile file = SegmentFile.create(directory, HEADER * 4L)) {
      file.entries(HEADER, HEADER);
      try (ShmSegment segment = open(file)) {
        ByteBuffer slot = segment.slot(HEADER, HEADER).next();
        file.truncate(HEADER);
        assertThatThrownBy(
                () -> {
                  slot.put(new byte[HEADER]);
                  segment.check();
                })
            .isInstanceOf(InternalError.class);
      }
    }
  }

  @Test
  void aFileThatIsDeletedStaysUsableUntilItIsClosed() throws IOException {
    try (SegmentFile file = SegmentFile.create(directory, HEADER * 2L);
        ShmSegment segment = open(file)) {
      file.delete();
      assertThat(segment.allocate(64)).isEqualTo(HEADER);
      segment.free(HEADER);
      assertThat(segment.slots()).isZero();
    }
  }

  @Test
  void aClosedSegmentIsUnmappedAtOnceAndNotTouchedAgain() throws IOException {
    try (SegmentFile file = SegmentFile.create(directory, HEADER * 2L)) {
      ShmSegment segment = open(file);
      assertThat(isMapped(file)).isTrue();
      segment.close();
      segment.close();
      assertThat(isMapped(file)).isFalse();
      assertThatThrownBy(() -> segment.allocate(8)).isInstanceOf(IllegalStateException.class);
      file.putInt(4, 7);
      assertThatThrownBy(() -> open(file)).hasMessageContaining("version is 7");
      assertThat(isMapped(file)).as("after a refusal").isFalse();
    }
  }

  private static boolean isMapped(SegmentFile file) throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains(file.name());
  }
}
