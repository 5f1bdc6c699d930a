package io.vgi.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records survive the way through bytes, whatever their components. */
class RecordCodecTest {
  enum Colour {
    RED,
    GREEN
  }

  record Inner(String text, double number) {}

  record Everything(
      long big,
      int small,
      boolean flag,
      Long maybe,
      Colour colour,
      Inner inner,
      List<Inner> list) {}

  record Unknown(Map<String, Thread> map) {}

  @Test
  void roundTrip() {
    RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
    Everything full =
        new Everything(
            Long.MIN_VALUE,
            -1,
            true,
            7L,
            Colour.GREEN,
            new Inner("ä€😀", Double.NaN),
            Arrays.asList(new Inner("", -0.0), null));
    Everything empty = new Everything(0, 0, false, null, null, null, List.of());
    assertThat(codec.decode(codec.encode(full))).isEqualTo(full);
    assertThat(codec.decode(codec.encode(empty))).isEqualTo(empty);
  }

  @Test
  void cutOrLongerBytesAreRefused() {
    RecordCodec<Inner> codec = RecordCodec.of(Inner.class);
    byte[] bytes = codec.encode(new Inner("abc", 1));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessageContaining("Bytes are left");
  }

  @Test
  void whatHasNoCodecIsNamed() {
    assertThatThrownBy(() -> RecordCodec.of(Unknown.class))
        .hasMessageContaining("Component 'map'")
        .hasMessageContaining("java.util.Map<java.lang.String, java.lang.Thread>");
    assertThatThrownBy(() -> RecordCodec.of(String.class)).hasMessageContaining("is not a record");
    assertThatThrownBy(() -> RecordCodec.check(Unknown.class))
        .hasMessageContaining("Component 'map'");
    assertThatThrownBy(() -> RecordCodec.check(Thread.State.class))
        .hasMessageContaining("is not a record");
    assertThatCode(() -> RecordCodec.check(Everything.class)).doesNotThrowAnyException();
  }
}
