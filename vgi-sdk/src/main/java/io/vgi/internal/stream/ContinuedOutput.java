package io.vgi.internal.stream;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Seal;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.TakeKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** The output for one batch of input, given in several batches to a caller that asks for each. */
final class ContinuedOutput implements AutoCloseable {
  /** What an answer takes on a connection, about, before it is divided. */
  private static final long USUAL_BYTES = 16 << 20;

  private static final String STATUS = "vgi.status";

  private final WireBatch whole;
  private final int rowsEach;
  private final byte[] parents;
  private final BufferAllocator allocator;
  private final int[] picked;
  private final List<FieldVector> given = new ArrayList<>();
  private int at;

  /** Divides {@code whole}, whose vectors stay their owner's and must outlive this. */
  ContinuedOutput(WireBatch whole, int rowsEach, BufferAllocator allocator) {
    this.whole = whole;
    this.rowsEach = rowsEach;
    this.allocator = allocator;
    this.picked = new int[rowsEach];
    String origins = whole.metadata().text(BatchMetadata.PARENTS);
    this.parents = origins == null ? new byte[0] : Base64.getDecoder().decode(origins);
  }

  /**
   * About how much one answer to {@code call} may take. Over HTTP a stream with rows left cannot
   * leave its process, so there an answer is divided only where the whole could be refused.
   */
  static long mostBytes(CallContext call) {
    Long test = Long.getLong("io.vgi.test.answerBytes");
    if (test != null) {
      return test;
    }
    long limit = call.responseLimit();
    // rows differ in size, and metadata come on top
    long most = limit == Long.MAX_VALUE ? limit : limit / 2;
    return call.seal() == Seal.NONE ? Math.min(most, USUAL_BYTES) : most;
  }

  /** How many rows of {@code batch} an answer of {@code bytes} has; all of them if it is less. */
  static int rowsEach(WireBatch batch, long bytes) {
    long size = 0;
    for (FieldVector column : batch.columns()) {
      size += column.getBufferSize();
    }
    int rows = batch.rows();
    return size <= bytes ? rows : (int) Math.max(1, (long) ((double) rows * bytes / size));
  }

  /** Whether a turn asks for more output of the batch before it. */
  static boolean isAskedBy(Metadata turn) {
    return !turn.isEmpty() && "CONTINUE".equals(turn.text(STATUS));
  }

  /** Whether everything was given. */
  boolean isAtEnd() {
    return at == whole.rows();
  }

  /** The next rows; valid until the next call. */
  WireBatch next() {
    release();
    int rows = Math.min(rowsEach, whole.rows() - at);
    for (int i = 0; i < rows; i++) {
      picked[i] = at + i;
    }
    for (int i = 0; i < whole.columns().size(); i++) {
      FieldVector column = whole.column(i);
      given.add(TakeKernel.take(column, whole.schema().field(i), picked, rows, allocator));
    }
    Metadata metadata = metadata(at, rows);
    at += rows;
    return WireBatch.of(whole.schema(), given, rows, metadata);
  }

  private Metadata metadata(int from, int rows) {
    Metadata all = whole.metadata();
    Metadata.Builder metadata = Metadata.builder();
    for (int i = 0; i < all.size(); i++) {
      // what is said of the whole result is said once
      boolean once = all.key(i).startsWith("vgi.cache.") && from > 0;
      if (!once && !all.key(i).equals(BatchMetadata.PARENTS)) {
        metadata.put(all.key(i), all.value(i));
      }
    }
    if (parents.length > 0) {
      byte[] origins =
          Arrays.copyOfRange(parents, from * Integer.BYTES, (from + rows) * Integer.BYTES);
      metadata.put(BatchMetadata.PARENTS, Base64.getEncoder().encodeToString(origins));
    }
    if (from + rows < whole.rows()) {
      metadata.put(STATUS, "HAVE_MORE_OUTPUT");
    }
    return metadata.build();
  }

  private void release() {
    for (FieldVector vector : given) {
      vector.close();
    }
    given.clear();
  }

  @Override
  public void close() {
    release();
  }
}
