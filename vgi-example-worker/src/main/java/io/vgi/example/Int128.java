package io.vgi.example;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.arrow.memory.ArrowBuf;

/** A whole number of 128 bits, as columns of DECIMAL hold it. */
public final class Int128 {
  private static final double TWO_TO_THE_64 = 0x1p64;

  private long high;
  private long low;

  /** The number {@code value}. */
  public void set(long value) {
    high = value >> 63;
    low = value;
  }

  /** The number {@code value} without sign. */
  public void setUnsigned(long value) {
    high = 0;
    low = value;
  }

  /** Reads the number at {@code row} of a column. */
  public void set(ArrowBuf buffer, int row) {
    low = buffer.getLong(row * 16L);
    high = buffer.getLong(row * 16L + Long.BYTES);
  }

  /** Writes the number to {@code row} of a column. */
  public void get(ArrowBuf buffer, int row) {
    buffer.setLong(row * 16L, low);
    buffer.setLong(row * 16L + Long.BYTES, high);
  }

  /** Adds {@code other}; returns false when the sum does not fit, and is then wrong. */
  public boolean add(Int128 other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    long top = high + other.high + carry;
    boolean fits = ((high ^ top) & (other.high ^ top)) >= 0;
    low = sum;
    high = top;
    return fits;
  }

  /** Whether the value is one of {@code bits} bits. */
  public boolean fits(int bits, boolean signed) {
    if (signed) {
      return high == low >> 63 && low == low << (64 - bits) >> (64 - bits);
    }
    return high == 0 && (bits == 64 || low >>> bits == 0);
  }

  /** The upper half. */
  public long high() {
    return high;
  }

  /** The lower half. */
  public long low() {
    return low;
  }

  /** The nearest real number. */
  public double toDouble() {
    double unsigned = low < 0 ? low + TWO_TO_THE_64 : low;
    return high * TWO_TO_THE_64 + unsigned;
  }

  /** Writes both halves. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(high);
    out.writeLong(low);
  }

  /** Reads what {@link #write} wrote. */
  public void read(DataInput in) throws IOException {
    high = in.readLong();
    low = in.readLong();
  }
}
