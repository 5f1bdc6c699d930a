package io.vgi.rpc.internal.ipc;

import com.google.flatbuffers.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The flatbuffer of one message, to the very bytes that flatbuffers' own builder makes. That one
 * has some calls for each byte, which is dear in a start, where all of it is interpreted.
 *
 * <p>It fills an array from its end. A place in it is told by the bytes from there to the end,
 * since the array may grow. Tables are written one after another: what one refers to goes before
 * it.
 */
final class MessageBuilder {
  /** The most that a table takes with where its fields are, the offset to the first table too. */
  private static final int MOST_TABLE_BYTES = 128;

  private static final int MOST_BYTES = Integer.MAX_VALUE & -2 * Long.BYTES;
  private static final int PREFIX_BYTES = 2 * Integer.BYTES;
  private static final int SIZE_SHIFT = 56;

  // zeros where nothing was written; the length is divisible by eight
  private byte[] bytes;
  private int at;
  private int alignment = Integer.BYTES;

  // the table that is being written, with a byte for each of its fields, which are seven at most:
  // how far from the start it is
  private int start;
  private long fields;

  // the forms of tables so far: their fields, the size in the highest byte; and where they are told
  private long[] forms = new long[8];
  private int[] formPlaces = new int[8];
  private int formCount;

  /** Makes room for that many bytes, which is no limit. */
  MessageBuilder(int room) {
    bytes = new byte[room + 7 & ~7];
    at = bytes.length;
  }

  void clear() {
    Arrays.fill(bytes, at, bytes.length, (byte) 0);
    at = bytes.length;
    alignment = Integer.BYTES;
    formCount = 0;
  }

  private void room(long more) {
    if (at < more) {
      int used = bytes.length - at;
      long needed = used + more + 7 & ~7L;
      long usual = Math.min(2L * bytes.length, MOST_BYTES);
      byte[] larger = new byte[Math.toIntExact(Math.max(needed, usual))];
      System.arraycopy(bytes, at, larger, larger.length - used, used);
      bytes = larger;
      at = larger.length - used;
    }
  }

  /** Begins a table. */
  void start() {
    room(MOST_TABLE_BYTES);
    start = at;
    fields = 0;
  }

  /** Adds the field of {@code index}, unless {@code value} is its default of zero. */
  void addByte(int index, int value) {
    if (value != 0) {
      bytes[--at] = (byte) value;
      fields |= (long) (start - at) << (index << 3);
    }
  }

  /** Adds the field of {@code index}, of two bytes, unless {@code value} is the {@code usual}. */
  void addShort(int index, int value, int usual) {
    if (value != usual) {
      at = at - Short.BYTES & -Short.BYTES;
      bytes[at] = (byte) value;
      bytes[at + 1] = (byte) (value >> 8);
      fields |= (long) (start - at) << (index << 3);
    }
  }

  /** Adds the field of {@code index}, unless {@code value} is the {@code usual}. */
  void addInt(int index, int value, int usual) {
    if (value != usual) {
      at = at - Integer.BYTES & -Integer.BYTES;
      put(bytes, at, value);
      fields |= (long) (start - at) << (index << 3);
    }
  }

  /** Adds the field of {@code index}, unless {@code value} is its default of zero. */
  void addLong(int index, long value) {
    if (value != 0) {
      alignment = Long.BYTES;
      at = at - Long.BYTES & -Long.BYTES;
      BatchMessage.put(bytes, at, value);
      fields |= (long) (start - at) << (index << 3);
    }
  }

  /** Adds the field of {@code index}, which refers to what is at {@code place}. */
  void addPlace(int index, int place) {
    at = at - Integer.BYTES & -Integer.BYTES;
    put(bytes, at, bytes.length - at - place);
    fields |= (long) (start - at) << (index << 3);
  }

  /** Ends the table and returns its place. */
  int end() {
    at = at - Integer.BYTES & -Integer.BYTES;
    int place = bytes.length - at;
    int size = start - at;
    long form = fields | (long) size << SIZE_SHIFT;
    long[] known = forms;
    for (int i = 0; i < formCount; i++) {
      if (known[i] == form) {
        put(bytes, at, formPlaces[i] - place);
        return place;
      }
    }
    int table = at;
    int count = 0;
    for (long rest = fields; rest != 0; rest >>>= Byte.SIZE) {
      count++;
    }
    int length = (count + 2) * Short.BYTES;
    at -= length;
    bytes[at] = (byte) length;
    bytes[at + Short.BYTES] = (byte) size;
    int to = at + 2 * Short.BYTES;
    for (long rest = fields; rest != 0; rest >>>= Byte.SIZE) {
      int from = (int) rest & 0xff;
      bytes[to] = (byte) (from == 0 ? 0 : size - from);
      to += Short.BYTES;
    }
    put(bytes, table, length);
    keep(form, bytes.length - at);
    return place;
  }

  private void keep(long form, int place) {
    if (formCount == forms.length) {
      forms = Arrays.copyOf(forms, formCount * 2);
      formPlaces = Arrays.copyOf(formPlaces, formCount * 2);
    }
    forms[formCount] = form;
    formPlaces[formCount++] = place;
  }

  /** Adds a text and returns its place. */
  int text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.ISO_8859_1); // most often a mere copy
    for (byte next : encoded) {
      if (next < 0 || next == '?') { // which may stand for another
        return text(utf8(text));
      }
    }
    return text(encoded);
  }

  private static byte[] utf8(String text) {
    ByteBuffer exact = ByteBuffer.allocate(Utf8.getDefault().encodedLength(text));
    Utf8.getDefault().encodeUtf8(text, exact); // refuses halves of surrogate pairs
    return exact.array();
  }

  /** Adds a text of those bytes and returns its place. */
  int text(byte[] encoded) {
    int length = encoded.length;
    room(length + 2L * Long.BYTES);
    at = at - 1 - length & -Integer.BYTES; // at least one zero is behind it
    System.arraycopy(encoded, 0, bytes, at, length);
    at -= Integer.BYTES;
    put(bytes, at, length);
    return bytes.length - at;
  }

  /** Adds a list of what is at {@code places} and returns its place. */
  int places(int[] places) {
    room((places.length + 2L) * Integer.BYTES);
    at &= -Integer.BYTES;
    for (int i = places.length - 1; i >= 0; i--) {
      at -= Integer.BYTES;
      put(bytes, at, bytes.length - at - places[i]);
    }
    at -= Integer.BYTES;
    put(bytes, at, places.length);
    return bytes.length - at;
  }

  /** Adds a list of numbers and returns its place. */
  int ints(int[] numbers) {
    room((numbers.length + 2L) * Integer.BYTES);
    at &= -Integer.BYTES;
    for (int i = numbers.length - 1; i >= 0; i--) {
      at -= Integer.BYTES;
      put(bytes, at, numbers[i]);
    }
    at -= Integer.BYTES;
    put(bytes, at, numbers.length);
    return bytes.length - at;
  }

  /** Begins a list of {@code count} numbers, of which the last is told first. */
  void startLongs(int count) {
    room((count + 2L) * Long.BYTES);
    alignment = Long.BYTES;
    at &= -Long.BYTES;
  }

  /** Adds the number before those that the list has. */
  void prepend(long number) {
    at -= Long.BYTES;
    BatchMessage.put(bytes, at, number);
  }

  /** Ends the list, which is one of {@code count} things, and returns its place. */
  int endLongs(int count) {
    at -= Integer.BYTES;
    put(bytes, at, count);
    return bytes.length - at;
  }

  /** Ends the flatbuffer, whose first table is at {@code place}. */
  void finish(int place) {
    at = at - Integer.BYTES & -alignment;
    put(bytes, at, bytes.length - at - place);
  }

  /** The finished flatbuffer, with nothing before it. */
  byte[] flatbuffer() {
    return Arrays.copyOfRange(bytes, at, bytes.length);
  }

  /** The finished message: the continuation mark, the padded length and the flatbuffer. */
  byte[] message() {
    int length = bytes.length - at;
    int padded = length + 7 & ~7;
    byte[] message = new byte[PREFIX_BYTES + padded];
    put(message, 0, -1);
    put(message, Integer.BYTES, padded);
    System.arraycopy(bytes, at, message, PREFIX_BYTES, length);
    return message;
  }

  /** Writes what {@link #message} has. */
  void write(ByteSink sink) throws IOException {
    int length = bytes.length - at;
    sink.putInt(-1);
    sink.putInt(length + 7 & ~7);
    sink.put(bytes, at, length);
    sink.pad(length);
  }

  /** Puts {@code value} where zeros are; most are short. */
  private static void put(byte[] to, int at, int value) {
    int rest = value;
    for (int i = at; rest != 0; i++) {
      to[i] = (byte) rest;
      rest >>>= 8;
    }
  }
}
