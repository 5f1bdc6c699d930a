package io.vgi.function;

/** A {@link BufferingFunction} giving its result. Implemented by the SDK. */
public interface Source extends Scan {
  /** The rows that were kept. */
  Kept kept();

  /** Batches kept with {@link Sink#keep}, read one at a time. */
  interface Kept {
    /** The position of the first batch. */
    long START = 0;

    /** What {@link #forward} returns when there was no batch at the position. */
    long END = -1;

    /**
     * Writes the batch at {@code position}, whose columns must be those of the output.
     *
     * @return the position behind it, or {@link #END} when there is none and nothing was written
     */
    long forward(long position, BatchWriter out);

    /**
     * Visits the batch at {@code position}.
     *
     * @return the position behind it, or {@link #END} when there is none
     */
    long visit(long position, RowVisitor visitor) throws Exception;
  }
}
