package io.vgi.example.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules and the objects that they are applied to. */
class RulesTest {
  private static final String ORDER =
      " { \"amount\" : 10.50 ,\"who\":\"ann\", \"open\":true, \"gone\":null } ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "NULL",
      value = {
        "amount == 10.5|true",
        "amount != 10.5|false",
        "amount<10.51|true",
        "amount < 10.5|false",
        "amount <= 10.5|true",
        "amount > 10.5|false",
        "amount >= 10.5|true",
        "amount > -1|true",
        "who == 'ann' && open == true|true",
        "who == \"bob\" && missing == 1|false",
        "missing == 1 && who == \"bob\"|false",
        "missing == 1 && who == \"ann\"|NULL",
        "gone == 1|NULL",
        "who == 1|NULL",
        "open != false|true"
      })
  void compareMembers(String rule, Boolean result) {
    assertThat(new Rule(rule).test(FlatJson.read(ORDER))).isEqualTo(result);
  }

  @Test
  void objectsMayBeEmpty() {
    assertThat(FlatJson.read("{ }")).isEmpty();
    assertThat(FlatJson.read("{\"a\":\"\"}")).isEqualTo(Map.of("a", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a > 1 &&", "a > 1 b", "a = 1", "a > 'x'", "&& a > 1", "1 > a"})
  void otherRulesAreRefused(String rule) {
    assertThatThrownBy(() -> new Rule(rule))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("'" + rule + "' is not understood");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "}",
        "[]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":{\"b\":1}}",
        "{\"a\":1} {",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":01x}",
        "{\"a\\\"\":1}"
      })
  void otherDataAreRefused(String data) {
    assertThatThrownBy(() -> FlatJson.read(data))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("is not a flat JSON object");
  }
}
