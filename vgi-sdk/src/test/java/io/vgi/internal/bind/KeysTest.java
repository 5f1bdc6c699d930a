package io.vgi.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Constants become what a function asks for, as long as nothing is lost. */
class KeysTest {
  record Config(long start, String label) {}

  private static <T> T read(SqlType type, Class<T> java, Object natural) {
    return Keys.read(Arg.of("x", type, java), natural, "Argument 'x'", false);
  }

  @Test
  void numbersConvertExactly() {
    assertThat(read(SqlType.BIGINT, Integer.class, 5L)).isEqualTo(5);
    assertThat(read(SqlType.BIGINT, Short.class, 5L)).isEqualTo((short) 5);
    assertThat(read(SqlType.decimal(4, 2), Long.class, new BigDecimal("7.00"))).isEqualTo(7L);
    assertThat(read(SqlType.BIGINT, Double.class, 5L)).isEqualTo(5.0);
    assertThat(read(SqlType.ANY, BigInteger.class, 5L)).isEqualTo(BigInteger.valueOf(5));
    assertThatThrownBy(() -> read(SqlType.BIGINT, Integer.class, 1L << 40))
        .hasMessage("Argument 'x' cannot be read as Integer: 1099511627776");
    assertThatThrownBy(() -> read(SqlType.DOUBLE, Long.class, 1.5))
        .hasMessage("Argument 'x' cannot be read as Long: 1.5");
    assertThatThrownBy(() -> read(SqlType.DOUBLE, Long.class, Double.NaN))
        .hasMessage("Argument 'x' cannot be read as Long: NaN");
    assertThatThrownBy(() -> read(SqlType.ANY, Long.class, "abc"))
        .hasMessage("Argument 'x' cannot be read as Long: abc");
  }

  @Test
  void structsBecomeRecords() {
    SqlType struct = SqlType.struct(Column.bigint("start"), Column.varchar("label"));
    assertThat(read(struct, Config.class, Map.of("start", 3L, "label", "a")))
        .isEqualTo(new Config(3, "a"));
    assertThatThrownBy(() -> read(struct, Config.class, Map.of("label", "a")))
        .hasMessage("Argument 'x' cannot be read as Config: 'start' is NULL, which long is not");
  }

  @Test
  void noMessageQuotesASecret() {
    Arg<Integer> pin = Arg.of("pin", SqlType.BIGINT, Integer.class).atLeast(1);
    assertThatThrownBy(() -> Keys.read(pin, 987_654_321_012L, "Field 'pin'", true))
        .hasMessage("Field 'pin' cannot be read as Integer");
    assertThatThrownBy(() -> Keys.read(pin, -77L, "Field 'pin'", true))
        .hasMessage("Field 'pin' has a value that is not allowed");
  }

  @Test
  void aJavaTypeThatTheTypeDoesNotHaveIsRefusedByName() {
    assertThatThrownBy(() -> Arg.of("day", SqlType.DATE, Long.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'day': A value has the Java type java.lang.Long, which is not one for values of type"
                + " DATE");
    assertThat(Arg.of("day", SqlType.DATE, LocalDate.class).codec().type()).isEqualTo(SqlType.DATE);
  }
}
