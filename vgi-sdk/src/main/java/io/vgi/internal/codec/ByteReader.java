package io.vgi.internal.codec;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads what a {@link java.io.DataOutputStream} wrote to an array, without a call per byte. */
public final class ByteReader implements DataInput {
  private final ByteBuffer bytes;

  /** Reads {@code bytes}. */
  public ByteReader(byte[] bytes) {
    this(bytes, bytes.length);
  }

  /** Reads the first {@code length} of {@code bytes}. */
  public ByteReader(byte[] bytes, int length) {
    this.bytes = ByteBuffer.wrap(bytes, 0, length);
  }

  /** Reads {@code bytes} from {@code from} up to, not including, {@code to}. */
  public ByteReader(byte[] bytes, int from, int to) {
    this.bytes = ByteBuffer.wrap(bytes, from, to - from);
  }

  /** How many bytes are left. */
  public int remaining() {
    return bytes.remaining();
  }

  private void need(int length) throws EOFException {
    if (bytes.remaining() < length) {
      throw new EOFException();
    }
  }

  @Override
  public void readFully(byte[] into) throws EOFException {
    readFully(into, 0, into.length);
  }

  @Override
  public void readFully(byte[] into, int offset, int length) throws EOFException {
    need(length);
    bytes.get(into, offset, length);
  }

  @Override
  public int skipBytes(int count) {
    int skipped = Math.max(0, Math.min(count, bytes.remaining()));
    bytes.position(bytes.position() + skipped);
    return skipped;
  }

  @Override
  public boolean readBoolean() throws EOFException {
    return readByte() != 0;
  }

  @Override
  public byte readByte() throws EOFException {
    need(Byte.BYTES);
    return bytes.get();
  }

  @Override
  public int readUnsignedByte() throws EOFException {
    return readByte() & 0xff;
  }

  @Override
  public short readShort() throws EOFException {
    need(Short.BYTES);
    return bytes.getShort();
  }

  @Override
  public int readUnsignedShort() throws EOFException {
    return readShort() & 0xffff;
  }

  @Override
  public char readChar() throws EOFException {
    need(Character.BYTES);
    return bytes.getChar();
  }

  @Override
  public int readInt() throws EOFException {
    need(Integer.BYTES);
    return bytes.getInt();
  }

  @Override
  public long readLong() throws EOFException {
    need(Long.BYTES);
    return bytes.getLong();
  }

  @Override
  public float readFloat() throws EOFException {
    need(Float.BYTES);
    return bytes.getFloat();
  }

  @Override
  public double readDouble() throws EOFException {
    need(Double.BYTES);
    return bytes.getDouble();
  }

  @Override
  public String readLine() {
    throw new UnsupportedOperationException("A state is read by the methods that wrote it");
  }

  @Override
  public String readUTF() throws IOException {
    return DataInputStream.readUTF(this);
  }
}
