package io.vgi.rpc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.vgi.rpc.HttpOptions;
import io.vgi.rpc.internal.http.Bounded.TooLargeException;
import io.vgi.rpc.internal.http.Codings.Choice;
import io.vgi.rpc.internal.ipc.Chunks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    int chunk = Chunks.CHUNK_BYTES;
    for (int size : new int[] {0, 1, 1000, chunk - 1, chunk, chunk + 1, 3 * chunk + 17, 1 << 20}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      Arrays.fill(bytes, 0, size / 2, (byte) 7);
      try (Chunks plain = chunks(bytes);
          Chunks coded = Codings.encode(coding, plain);
          Chunks back = Codings.decode(coding, coded, PLENTY)) {
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
      try (Chunks body = chunks(bomb)) {
        assertThatThrownBy(() -> Codings.decode(coding, body, 1 << 20))
            .isInstanceOf(TooLargeException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "gzip"})
  void damageIsFound(String coding) throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(5).nextBytes(bytes);
    byte[] coded;
    try (Chunks plain = chunks(bytes);
        Chunks out = Codings.encode(coding, plain)) {
      coded = bytes(out);
    }
    for (int length : new int[] {0, 1, 3, 10, coded.length / 2, coded.length - 1}) {
      try (Chunks cut = chunks(Arrays.copyOf(coded, length))) {
        assertThatThrownBy(() -> Codings.decode(coding, cut, PLENTY).close())
            .isInstanceOf(IOException.class);
      }
    }
    try (Chunks noise = chunks(bytes)) {
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

  private static Chunks chunks(byte[] bytes) {
    Chunks chunks = new Chunks();
    int done = 0;
    while (done < bytes.length) {
      ByteBuffer to = chunks.room();
      int part = Math.min(to.remaining(), bytes.length - done);
      to.put(bytes, done, part);
      done += part;
    }
    return chunks;
  }

  private static byte[] bytes(Chunks chunks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteBuffer piece : chunks.views()) {
      byte[] part = new byte[piece.remaining()];
      piece.get(part);
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
