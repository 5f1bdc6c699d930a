package io.vgi.param;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.type.SqlType;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** What an argument allows, and how it says no. */
class LimitsTest {
  @Test
  void boundsAreInclusiveOrNot() {
    Limits<Long> closed = Arg.bigint("x").atLeast(0L).atMost(10L).limits();
    assertThat(closed.fault(0L)).isNull();
    assertThat(closed.fault(10L)).isNull();
    assertThat(closed.fault(-1L)).isEqualTo("must be >= 0");
    assertThat(closed.fault(11L)).isEqualTo("must be <= 10");
    assertThat(closed.range()).isEqualTo("[0, 10]");
    Limits<Double> open = Arg.float8("x").moreThan(0.0).lessThan(1.0).limits();
    assertThat(open.fault(0.0)).isEqualTo("must be > 0.0");
    assertThat(open.fault(1.0)).isEqualTo("must be < 1.0");
    assertThat(open.fault(0.5)).isNull();
    assertThat(open.range()).isEqualTo("(0.0, 1.0)");
  }

  @Test
  void largeIntegersAreComparedExactly() {
    Limits<Long> limits = Arg.bigint("x").atMost(9_007_199_254_740_992L).limits();
    assertThat(limits.fault(9_007_199_254_740_993L)).isEqualTo("must be <= 9007199254740992");
  }

  @Test
  void notANumberIsInNoRange() {
    assertThat(Arg.float8("x").atLeast(0.0).limits().fault(Double.NaN)).isNotNull();
    assertThat(Arg.float8("x").atMost(0.0).limits().fault(Double.NaN)).isNotNull();
  }

  @Test
  void choicesAndPatternsAreNamed() {
    assertThat(Arg.varchar("x").oneOf("a", "b").limits().fault("c"))
        .isEqualTo("must be one of the allowed choices [a, b]");
    assertThat(Arg.varchar("x").matching("[a-z]+").limits().fault("A1"))
        .isEqualTo("must match the pattern '[a-z]+'");
    assertThat(Arg.varchar("x").matching("[a-z]+").limits().fault("abc")).isNull();
  }

  @Test
  void choicesAreComparedAsSqlDoes() {
    Limits<BigDecimal> price =
        Arg.of("x", SqlType.decimal(9, 4), BigDecimal.class)
            .oneOf(new BigDecimal("1.5"), BigDecimal.TEN)
            .limits();
    assertThat(price.fault(new BigDecimal("1.5000"))).isNull();
    assertThat(price.fault(new BigDecimal("10.0000"))).isNull();
    assertThat(price.fault(new BigDecimal("1.5001")))
        .isEqualTo("must be one of the allowed choices [1.5, 10]");
    Limits<byte[]> magic = Arg.blob("x").oneOf(new byte[] {1, (byte) 0xff}).limits();
    assertThat(magic.fault(new byte[] {1, (byte) 0xff})).isNull();
    assertThat(magic.fault(new byte[] {1}))
        .isEqualTo("must be one of the allowed choices ['01ff']");
    Limits<Double> zero = Arg.float8("x").oneOf(0.0).atLeast(0.0).limits();
    assertThat(zero.fault(-0.0)).isNull();
  }

  @Test
  void patternsAreCheckedWhenTheyAreDeclared() {
    assertThatThrownBy(() -> Arg.varchar("x").matching("[a-"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Argument 'x' has the wrong pattern '[a-': ");
  }

  @Test
  void onlyNumbersHaveBounds() {
    assertThatThrownBy(() -> Arg.varchar("x").atLeast("a"))
        .hasMessage("Argument 'x' is not a number");
  }
}
