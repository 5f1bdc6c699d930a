package io.vgi.http.internal.coding;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.vgi.http.internal.coding.Bounded.TooLargeException;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.memory.CallMemory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Codings of bodies: which one to use, and how. Any thread. */
public final class Codings {
  static final String ZSTD = "zstd";
  static final String GZIP = "gzip";
  public static final String IDENTITY = "identity";

  private static final int ZSTD_LEVEL = 1;
  private static final long MOST_KEPT_WINDOW = 512 << 10;
  private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};
  private static final ThreadLocal<ZstdCompressCtx> COMPRESS =
      ThreadLocal.withInitial(() -> new ZstdCompressCtx().setLevel(ZSTD_LEVEL));
  private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESS =
      ThreadLocal.withInitial(ZstdDecompressCtx::new);

  private Codings() {}

  /**
   * The coding of an answer.
   *
   * @param name the coding
   * @param custom whether only the protocol's own header offered it, so that its own header names
   *     it
   */
  public record Choice(String name, boolean custom) {}

  /** The first coding of the client's lists that is spoken here; null for none. */
  public static @Nullable Choice choose(
      @Nullable String own, @Nullable String standard, List<String> spoken) {
    for (String name : names(own)) {
      if (name.equals(IDENTITY)) {
        return null;
      } else if (spoken.contains(name)) {
        return new Choice(name, !List.of(names(standard)).contains(name));
      }
    }
    for (String name : names(standard)) {
      if (name.equals(IDENTITY)) {
        return null;
      } else if (spoken.contains(name)) {
        return new Choice(name, false);
      }
    }
    return null;
  }

  private static String[] names(@Nullable String list) {
    if (list == null || list.isEmpty()) {
      return new String[0];
    }
    String[] names = list.toLowerCase(java.util.Locale.ROOT).split(",", -1);
    int count = 0;
    for (String name : names) {
      int weight = name.indexOf(';');
      String plain = (weight < 0 ? name : name.substring(0, weight)).trim();
      boolean refused = weight >= 0 && name.substring(weight + 1).trim().matches("q=0(\\.0*)?");
      if (!refused) {
        names[count++] = plain;
      }
    }
    return java.util.Arrays.copyOf(names, count);
  }

  /** Decodes {@code body}, which stays the caller's, into at most {@code most} bytes. */
  public static ChunkedBuffer decode(String coding, ChunkedBuffer body, long most)
      throws IOException {
    ChunkedBuffer plain = body.another();
    try {
      if (coding.equals(ZSTD)) {
        unzstd(body, plain, most);
      } else {
        ungzip(body, plain, most);
      }
      return plain;
    } catch (IOException | RuntimeException | Error failure) {
      plain.close();
      throw failure;
    }
  }

  private static void unzstd(ChunkedBuffer body, ChunkedBuffer plain, long most)
      throws IOException {
    ZstdDecompressCtx context = DECOMPRESS.get();
    context.reset();
    boolean complete = false;
    boolean begins = true;
    long window = 0;
    CallMemory memory = body.memory();
    try {
      List<ByteBuffer> pieces = body.views();
      for (int i = 0; i < pieces.size(); i++) {
        ByteBuffer from = pieces.get(i);
        while (from.hasRemaining()) {
          if (begins) {
            long needed = Math.max(window, ZstdFrame.window(pieces, i));
            if (memory != null) {
              memory.take(needed - window);
            }
            window = needed;
          }
          complete = context.decompressDirectByteBufferStream(plain.room(), from);
          begins = complete;
          checkSize(plain, most);
        }
      }
      // what the decoder holds back when its room was just filled
      long before = -1;
      ByteBuffer none = ByteBuffer.allocateDirect(0);
      while (!complete && plain.size() != before) {
        before = plain.size();
        complete = context.decompressDirectByteBufferStream(plain.room(), none);
        checkSize(plain, most);
      }
    } catch (ZstdException damaged) {
      throw new IOException("The zstd body is damaged: " + damaged.getMessage(), damaged);
    } finally {
      if (memory != null) {
        memory.give(window);
      }
      if (window > MOST_KEPT_WINDOW) { // its buffers would stay with every thread
        DECOMPRESS.remove();
        context.close();
      }
    }
    if (!complete) {
      throw new EOFException("The zstd body is cut short");
    }
  }

  private static void ungzip(ChunkedBuffer body, ChunkedBuffer plain, long most)
      throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new Pieces(body.pieces()), 16 << 10)) {
      ReadableByteChannel parts = Channels.newChannel(in);
      while (parts.read(plain.room()) >= 0) {
        checkSize(plain, most);
      }
    }
  }

  private static void checkSize(ChunkedBuffer plain, long most) throws TooLargeException {
    if (plain.size() > most) {
      throw new TooLargeException("The body takes more than " + most + " bytes when decompressed");
    }
  }

  /** Encodes {@code body}, which stays the caller's. */
  public static ChunkedBuffer encode(String coding, ChunkedBuffer body) {
    ChunkedBuffer coded = body.another();
    try {
      if (coding.equals(ZSTD)) {
        zstd(body, coded);
      } else {
        gzip(body, coded);
      }
      return coded;
    } catch (RuntimeException | Error failure) {
      coded.close();
      throw failure;
    }
  }

  private static void zstd(ChunkedBuffer body, ChunkedBuffer coded) {
    ZstdCompressCtx context = COMPRESS.get();
    context.reset();
    context.setLevel(ZSTD_LEVEL);
    List<ByteBuffer> pieces = body.views();
    for (int i = 0; i < pieces.size(); i++) {
      ByteBuffer from = pieces.get(i);
      boolean end = i == pieces.size() - 1;
      boolean flushed = false;
      while (from.hasRemaining() || (end && !flushed)) {
        flushed =
            context.compressDirectByteBufferStream(
                coded.room(), from, end ? EndDirective.END : EndDirective.CONTINUE);
      }
    }
  }

  private static void gzip(ChunkedBuffer body, ChunkedBuffer coded) {
    coded.room().put(GZIP_HEAD);
    CRC32 sum = new CRC32();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      for (ByteBuffer from : body.views()) {
        sum.update(from.duplicate());
        deflater.setInput(from);
        while (!deflater.needsInput()) {
          deflater.deflate(coded.room());
        }
      }
      deflater.finish();
      while (!deflater.finished()) {
        deflater.deflate(coded.room());
      }
      ByteBuffer tail = ByteBuffer.allocate(8).order(java.nio.ByteOrder.LITTLE_ENDIAN);
      tail.putInt((int) sum.getValue()).putInt((int) body.size()).flip();
      while (tail.hasRemaining()) {
        coded.room().put(tail.get());
      }
    } finally {
      deflater.end();
    }
  }

  private static final class Pieces extends InputStream {
    private final Iterator<ByteBuffer> pieces;
    private ByteBuffer at = ByteBuffer.allocate(0);

    Pieces(Iterator<ByteBuffer> pieces) {
      this.pieces = pieces;
    }

    private boolean more() {
      while (!at.hasRemaining() && pieces.hasNext()) {
        at = pieces.next();
      }
      return at.hasRemaining();
    }

    @Override
    public int read() {
      return more() ? at.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (!more()) {
        return -1;
      }
      int count = Math.min(length, at.remaining());
      at.get(into, offset, count);
      return count;
    }

    @Override
    public int available() {
      return at.remaining();
    }
  }
}
