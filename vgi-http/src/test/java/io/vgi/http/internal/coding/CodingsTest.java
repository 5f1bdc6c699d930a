package io.vgi.http.internal.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStream;
import io.vgi.http.HttpOptions;
import io.vgi.http.internal.coding.Bounded.TooLargeException;
import io.vgi.http.internal.coding.Codings.Choice;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodingsTest {
  private static final long PLENTY = 1L << 30;

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "gzip"})
  void everySizeComesBack(String coding) throws IOException {
    Random random = new Random(3);
    int chunk = ChunkedBuffer.CHUNK_BYTES;
    for (int size : new int[] {0, 1, 1000, chunk - 1, chunk, chunk + 1, 3 * chunk + 17, 1 << 20}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      Arrays.fill(bytes, 0, size / 2, (byte) 7);
      try (ChunkedBuffer plain = chunks(bytes);
          ChunkedBuffer coded = Codings.encode(coding, plain);
          ChunkedBuffer back = Codings.decode(coding, coded, PLENTY)) {
        assertThat(bytes(back)).isEqualTo(bytes);
        byte[] other =
            coding.equals("gzip")
                ? new GZIPInputStream(new ByteArrayInputStream(bytes(coded))).readAllBytes()
                : new com.github.luben.zstd.ZstdInputStream(new ByteArrayInputStream(bytes(coded)))
                    .readAllBytes();
        assertThat(other).isEqualTo(bytes);
      }
    }
  }

  @Test
  void bombsAreDefusedEarly() throws IOException {
    byte[] zeros = new byte[64 << 20];
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(zeros);
    }
    for (String coding : HttpOptions.CODINGS) {
      byte[] bomb = coding.equals("zstd") ? Zstd.compress(zeros, 19) : zipped.toByteArray();
      assertThat(bomb.length).isLessThan(1 << 17);
      try (ChunkedBuffer body = chunks(bomb)) {
        assertThatThrownBy(() -> Codings.decode(coding, body, 1 << 20))
            .isInstanceOf(TooLargeException.class);
      }
    }
  }

  @Test
  void windowsThatTakeTooMuchMemoryAreRefused() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(4).nextBytes(bytes);
    for (int log : new int[] {10, 19, 21, 23}) {
      try (ChunkedBuffer body = chunks(zstd(bytes, log, false));
          ChunkedBuffer plain = Codings.decode("zstd", body, PLENTY)) {
        assertThat(bytes(plain)).isEqualTo(bytes);
      }
    }
    byte[] big = zstd(bytes, 24, false);
    refused(big);
    refused(zstd(bytes, 27, false));
    // all of a content is a window too
    byte[] content = new byte[9 << 20];
    refused(zstd(content, 24, true));
    try (ChunkedBuffer body = chunks(zstd(content, 19, true));
        ChunkedBuffer plain = Codings.decode("zstd", body, PLENTY)) {
      assertThat(plain.size()).isEqualTo(content.length);
    }
    // a later frame has a window of its own, wherever it begins
    byte[] small = zstd(bytes, 19, false);
    for (int gap = 0; gap < 20; gap++) {
      byte[] skipped = new byte[ChunkedBuffer.CHUNK_BYTES - small.length - gap];
      ByteBuffer.wrap(skipped)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(0x184d2a50)
          .putInt(skipped.length - 8);
      refused(concat(small, skipped, big));
      try (ChunkedBuffer body = chunks(concat(small, skipped, small));
          ChunkedBuffer plain = Codings.decode("zstd", body, PLENTY)) {
        assertThat(plain.size()).isEqualTo(2L * bytes.length);
      }
    }
  }

  private static void refused(byte[] coded) {
    try (ChunkedBuffer body = chunks(coded)) {
      assertThatThrownBy(() -> Codings.decode("zstd", body, PLENTY).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("at most 8388608 are allowed");
    }
  }

  private static byte[] zstd(byte[] bytes, int windowLog, boolean sized) throws IOException {
    if (sized) {
      try (ZstdCompressCtx context = new ZstdCompressCtx().setWindowLog(windowLog)) {
        return context.compress(bytes);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream coded = new ZstdOutputStream(out).setWindowLog(windowLog)) {
      coded.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "gzip"})
  void damageIsFound(String coding) throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(5).nextBytes(bytes);
    byte[] coded;
    try (ChunkedBuffer plain = chunks(bytes);
        ChunkedBuffer out = Codings.encode(coding, plain)) {
      coded = bytes(out);
    }
    for (int length : new int[] {0, 1, 3, 10, coded.length / 2, coded.length - 1}) {
      try (ChunkedBuffer cut = chunks(Arrays.copyOf(coded, length))) {
        assertThatThrownBy(() -> Codings.decode(coding, cut, PLENTY).close())
            .isInstanceOf(IOException.class);
      }
    }
    try (ChunkedBuffer noise = chunks(bytes)) {
      assertThatThrownBy(() -> Codings.decode(coding, noise, PLENTY).close())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void theClientsOrderDecides() {
    List<String> both = HttpOptions.CODINGS;
    assertThat(Codings.choose("zstd, gzip", "deflate, gzip, br, zstd", both))
        .isEqualTo(new Choice("zstd", false));
    assertThat(Codings.choose("zstd", "gzip", both)).isEqualTo(new Choice("zstd", true));
    assertThat(Codings.choose(null, "gzip, zstd", both)).isEqualTo(new Choice("gzip", false));
    assertThat(Codings.choose("gzip", null, List.of("zstd"))).isNull();
    assertThat(Codings.choose("identity, zstd", "zstd", both)).isNull();
    assertThat(Codings.choose(null, "zstd;q=0, gzip;q=0.5", both))
        .isEqualTo(new Choice("gzip", false));
    assertThat(Codings.choose(null, null, both)).isNull();
    assertThat(Codings.choose("zstd", "zstd", List.of())).isNull();
  }

  private static ChunkedBuffer chunks(byte[] bytes) {
    ChunkedBuffer chunks = new ChunkedBuffer();
    int done = 0;
    while (done < bytes.length) {
      ByteBuffer to = chunks.room();
      int part = Math.min(to.remaining(), bytes.length - done);
      to.put(bytes, done, part);
      done += part;
    }
    return chunks;
  }

  private static byte[] bytes(ChunkedBuffer chunks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteBuffer piece : chunks.views()) {
      byte[] part = new byte[piece.remaining()];
      piece.get(part);
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
