package io.vgi.internal.aggregate;

/**
 * When a log of states is compacted, and how it is read; only speed and memory depend on it.
 *
 * @param snapshotBytes how far it grows at least before a snapshot is made
 * @param largestSnapshot no snapshot larger than this is written
 * @param readEntries the most entries that are read at once
 * @param readBytes the most bytes that are read at once, though always one entry
 * @param objectBytes about how many bytes states may take as objects before some go to a file
 */
public record LogLimits(
    long snapshotBytes, long largestSnapshot, int readEntries, long readBytes, long objectBytes) {
  /** What is more is as fast from a file, and a large heap is seldom meant for one query. */
  private static final long MOST_BYTES = 32 << 20;

  /** What suits queries, in the heap that there is. */
  public static final LogLimits USUAL = usual(Runtime.getRuntime().maxMemory());

  private static LogLimits usual(long heap) {
    long part = Math.min(MOST_BYTES, heap / 16);
    return new LogLimits(part, part, 4096, 8 << 20, part);
  }

  /** What tests set by the system property {@code io.vgi.test.snapshotBytes}, or the usual. */
  public static LogLimits ofProcess() {
    Long bytes = Long.getLong("io.vgi.test.snapshotBytes");
    return bytes == null ? USUAL : new LogLimits(bytes, USUAL.largestSnapshot, 3, bytes, bytes);
  }
}
