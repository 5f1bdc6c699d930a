package io.vgi.http.internal.stream;

import io.vgi.http.internal.coding.Bounded;
import io.vgi.rpc.Principal;
import io.vgi.rpc.VgiException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.function.LongSupplier;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The two tokens of a stream over HTTP. The call token holds what does not change and is given
 * once; the cursor says where the stream stands and is given anew with every turn. Any thread.
 */
public final class StreamTokens {
  private static final byte CALL = 'C';
  private static final byte CURSOR = 'T';
  private static final int PLAIN = 0;
  private static final int DEFLATED = 1;
  private static final int SMALL_BYTES = 512;
  private static final int DEFLATE_BUFFER = 4096;
  private static final int MOST_BYTES = 64 << 20;
  // in base64, and with a cursor beside it, it must fit the metadata of one message
  private static final int MOST_SEALED_BYTES = 44 << 20;
  // a token that is made exists in some forms at once, and the request beside it
  private static final int HEAP_PARTS = 12;
  private static final int ID_BYTES = 16;
  // making one takes longer than what it deflates here
  private static final ThreadLocal<Deflater> DEFLATER =
      ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED));

  private final Sealer sealer;
  private final long lifetimeMillis;
  private final LongSupplier clock;

  /** Cursors that hold for {@code lifetimeMillis}, zero for ever. */
  public StreamTokens(Sealer sealer, long lifetimeMillis) {
    this(sealer, lifetimeMillis, System::currentTimeMillis);
  }

  /** The same by another {@code clock}, in milliseconds. */
  public StreamTokens(Sealer sealer, long lifetimeMillis, LongSupplier clock) {
    this.sealer = sealer;
    this.lifetimeMillis = lifetimeMillis;
    this.clock = clock;
  }

  /**
   * What does not change in a stream.
   *
   * @param id its name, 16 random bytes
   * @param method the method that opened it
   * @param version the protocol version that the client announced, which fixes the dialect
   * @param responseLimit the most bytes of a response when it was opened
   * @param params the request, as an Arrow stream
   * @param header what the client was given, as an Arrow stream; empty when there is none
   */
  public record CallState(
      byte[] id, String method, String version, long responseLimit, byte[] params, byte[] header) {}

  /**
   * Where a stream stands.
   *
   * @param id the stream
   * @param turn how many turns it has had
   * @param place what the stream made of it; null when its state cannot leave the process
   */
  public record Cursor(byte[] id, long turn, byte @Nullable [] place) {}

  /** The most bytes that tokens of this process are made of. */
  public static int mostBytes() {
    return (int) Math.min(MOST_SEALED_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PARTS);
  }

  /** Refuses a request and header of {@code bytes} in all, which are too large for a token. */
  public void check(long bytes) {
    if (bytes > mostBytes()) {
      throw tooLarge(
          "The request that opens the stream takes " + bytes + " bytes",
          "pass less, or reach the worker through a pipe or a socket");
    }
  }

  private static VgiException tooLarge(String what, String instead) {
    return new VgiException(
        VgiException.Kind.RESOURCE_EXHAUSTED,
        what
            + ", which over HTTP every later turn carries; the worker takes at most "
            + mostBytes()
            + " of them: "
            + instead,
        null);
  }

  /** Seals {@code call}, whose size was checked. */
  public String seal(String protocol, Principal caller, CallState call) {
    return write(
        CALL,
        protocol,
        caller,
        call.params().length + call.header().length,
        out -> {
          out.write(call.id());
          out.writeUTF(call.method());
          out.writeUTF(call.version());
          out.writeLong(call.responseLimit());
          bytes(out, call.params());
          bytes(out, call.header());
        });
  }

  public String seal(String protocol, Principal caller, Cursor cursor) {
    byte[] place = cursor.place();
    int size = place == null ? 0 : place.length;
    if (size > mostBytes()) {
      throw tooLarge(
          "The place of the stream takes " + size + " bytes",
          "the function must keep less of it, or its stream must not leave the process");
    }
    return write(
        CURSOR,
        protocol,
        caller,
        size,
        out -> {
          out.write(cursor.id());
          out.writeLong(cursor.turn());
          out.writeBoolean(place != null);
          if (place != null) {
            bytes(out, place);
          }
        });
  }

  public CallState openCall(String protocol, Principal caller, String token) {
    return read(
        CALL,
        protocol,
        caller,
        token,
        in ->
            new CallState(
                in.readNBytes(ID_BYTES),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                bytes(in),
                bytes(in)));
  }

  public Cursor openCursor(String protocol, Principal caller, String token) {
    return read(
        CURSOR,
        protocol,
        caller,
        token,
        in ->
            new Cursor(
                in.readNBytes(ID_BYTES), in.readLong(), in.readBoolean() ? bytes(in) : null));
  }

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private String write(byte kind, String protocol, Principal caller, int size, Body body) {
    boolean small = size < SMALL_BYTES;
    // deflated, it is hardly larger than plain in the worst case
    ByteArrayOutputStream packed = new ByteArrayOutputStream(size + (size >> 10) + 128);
    packed.write(small ? PLAIN : DEFLATED);
    try (DataOutputStream out = new DataOutputStream(small ? packed : deflating(packed))) {
      // a call's token is of use with a cursor of its stream only, and is never given anew
      boolean expires = kind == CURSOR && lifetimeMillis != 0;
      out.writeLong(expires ? clock.getAsLong() + lifetimeMillis : 0);
      body.write(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    byte[] bytes = packed.toByteArray();
    return Base64.getEncoder().encodeToString(sealer.seal(kind, protocol, caller, bytes));
  }

  private static OutputStream deflating(OutputStream packed) {
    Deflater deflater = DEFLATER.get();
    deflater.reset();
    return new DeflaterOutputStream(packed, deflater, DEFLATE_BUFFER);
  }

  private <T> T read(byte kind, String protocol, Principal caller, String token, Reader<T> reader) {
    byte[] sealed;
    try {
      sealed = Base64.getDecoder().decode(token);
    } catch (IllegalArgumentException malformed) {
      throw refused("it is no base64");
    }
    byte[] plain = sealer.open(kind, protocol, caller, sealed);
    if (plain == null || plain.length == 0) {
      throw refused(
          "it was changed, belongs to another caller or protocol, or comes from a server with"
              + " another key; replicas need the same one in VGI_SIGNING_KEY");
    }
    try (DataInputStream in = new DataInputStream(unpacked(plain))) {
      long expires = in.readLong();
      if (expires != 0 && clock.getAsLong() > expires) {
        throw new TokenException("State token expired; run the query again");
      }
      return reader.read(in);
    } catch (IOException | IndexOutOfBoundsException malformed) {
      throw refused("it cannot be read");
    }
  }

  private static InputStream unpacked(byte[] plain) {
    InputStream rest = new java.io.ByteArrayInputStream(plain, 1, plain.length - 1);
    return plain[0] == DEFLATED ? new Bounded(new InflaterInputStream(rest), MOST_BYTES) : rest;
  }

  private static TokenException refused(String why) {
    return new TokenException("The state token is not valid: " + why);
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = length < 0 || length > MOST_BYTES ? new byte[0] : in.readNBytes(length);
    if (bytes.length != length) {
      throw new IOException("A value is cut short");
    }
    return bytes;
  }

  /** A token that is of no use here. */
  public static final class TokenException extends VgiException {
    private static final long serialVersionUID = 1L;

    public TokenException(String message) {
      super(Kind.INVALID_ARGUMENT, message, null);
    }
  }
}
