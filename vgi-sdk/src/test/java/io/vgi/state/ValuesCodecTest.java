package io.vgi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.type.SqlType;
import io.vgi.type.Ticks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.PeriodDuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValuesCodecTest {
  private static final StateCodec<@Nullable Object> VALUES = StateCodec.values();

  private static byte[] bytes(@Nullable Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VALUES.write(value, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static @Nullable Object thereAndBack(@Nullable Object value) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(value)));
    Object read = VALUES.read(in);
    assertThat(in.available()).isZero();
    return read;
  }

  @Test
  void naturalValuesStayWhatTheyAre() throws IOException {
    for (Object value :
        Arrays.asList(
            null,
            true,
            Long.MIN_VALUE,
            -0.0,
            Double.NaN,
            "Zwölf ⭐",
            BigInteger.ONE.shiftLeft(127).negate(),
            new BigDecimal("-1.230"),
            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
            LocalDate.MIN,
            LocalTime.MAX,
            LocalDateTime.parse("2024-02-29T23:59:59.999999999"),
            Instant.EPOCH.minusNanos(1),
            OffsetTime.parse("12:34:56+15:59"),
            new PeriodDuration(Period.of(0, 14, -3), Duration.ofNanos(-5)))) {
      assertThat(thereAndBack(value)).isEqualTo(value);
    }
    assertThat((byte[]) thereAndBack(new byte[] {0, -1})).containsExactly(0, -1);
  }

  @Test
  @SuppressWarnings("unchecked") // a list was written
  void valuesWithinValuesKeepTheirOrder() throws IOException {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    map.put(List.of(2L, "b"), null);
    map.put(List.of(1L, "a"), List.of(Map.of("x", 0.5), List.of()));
    Map<?, ?> read = (Map<?, ?>) thereAndBack(map);
    assertThat(read).isEqualTo(map);
    assertThat(new ArrayList<Object>(read.keySet()))
        .containsExactly(List.of(2L, "b"), List.of(1L, "a"));
    List<Object> list = (List<Object>) thereAndBack(List.of(1L));
    list.add(2L);
    assertThat(list).containsExactly(1L, 2L);
  }

  @Test
  void whatIsNoNaturalValueIsRefusedByName() {
    assertThatThrownBy(() -> bytes(List.of(1)))
        .hasMessage("java.lang.Integer is no natural value that has a codec");
    assertThatThrownBy(() -> bytes(new Ticks(1, SqlType.TIME)))
        .hasMessage("io.vgi.type.Ticks is no natural value that has a codec");
  }
}
