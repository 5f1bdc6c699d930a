package io.vgi.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Constants become what a function asks for, as long as nothing is lost. */
class JavaValuesTest {
  record Config(long start, String label) {}

  @Test
  void numbersConvertExactly() {
    assertThat(JavaValues.as(5L, Integer.class, "x")).isEqualTo(5);
    assertThat(JavaValues.as(new BigDecimal("7.00"), Long.class, "x")).isEqualTo(7L);
    assertThat(JavaValues.as(5L, Double.class, "x")).isEqualTo(5.0);
    assertThat(JavaValues.as(5L, BigInteger.class, "x")).isEqualTo(BigInteger.valueOf(5));
    assertThatThrownBy(() -> JavaValues.as(1L << 40, Integer.class, "Argument 'x'"))
        .hasMessage("Argument 'x' cannot be read as Integer: 1099511627776");
    assertThatThrownBy(() -> JavaValues.as(1.5, Long.class, "Argument 'x'"))
        .hasMessageContaining("cannot be read as Long: 1.5");
    assertThatThrownBy(() -> JavaValues.as(Double.NaN, Long.class, "Argument 'x'"))
        .hasMessageContaining("cannot be read as Long: NaN");
    assertThatThrownBy(() -> JavaValues.as("abc", Long.class, "Argument 'x'"))
        .hasMessageContaining("cannot be read as Long: abc");
  }

  @Test
  void structsBecomeRecords() {
    assertThat(JavaValues.as(Map.of("start", 3L, "label", "a"), Config.class, "config"))
        .isEqualTo(new Config(3, "a"));
    assertThatThrownBy(() -> JavaValues.as(Map.of("label", "a"), Config.class, "config"))
        .hasMessage("config.start cannot be NULL");
  }
}
