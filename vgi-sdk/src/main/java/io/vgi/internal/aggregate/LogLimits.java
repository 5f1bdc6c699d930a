package io.vgi.internal.aggregate;

/**
 * When a log of states is compacted, and how it is read; only speed and memory depend on it.
 *
 * @param snapshotBytes how far it grows at least before a snapshot is made
 * @param largestSnapshot no snapshot larger than this is written
 * @param readEntries the most entries that are read at once
 * @param readBytes the most bytes that are read at once, though always one entry
 */
public record LogLimits(long snapshotBytes, long largestSnapshot, int readEntries, long readBytes) {
  /** What suits queries. */
  public static final LogLimits USUAL = new LogLimits(32 << 20, 256 << 20, 4096, 8 << 20);

  /** What tests set by the system property {@code io.vgi.test.snapshotBytes}, or the usual. */
  public static LogLimits ofProcess() {
    Long bytes = Long.getLong("io.vgi.test.snapshotBytes");
    return bytes == null ? USUAL : new LogLimits(bytes, USUAL.largestSnapshot, 3, bytes);
  }
}
