package io.vgi.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionChoiceTest {
  private static final VersionChoice CHOICE =
      new VersionChoice(
          "data_version_spec",
          List.of("0.2.0", "0.2.5", "0.3.0", "1.0.0", "1.1.0", "1.1.7", "1.10.0", "2.0.0"),
          "1.1.7");

  @ParameterizedTest
  @CsvSource({
    "1.0.0, 1.0.0",
    "1, 1.10.0",
    "1.1, 1.1.7",
    "0, 0.3.0",
    "^1.0.0, 1.10.0",
    "^1.1.7, 1.10.0",
    "^2.0.0, 2.0.0",
    "^0.2.0, 0.2.5",
    "~1.1.0, 1.1.7",
    "~1.0.0, 1.0.0",
    "'', 1.1.7"
  })
  void theNewestThatFits(String wish, String found) {
    assertThat(CHOICE.resolve(wish)).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.9.9", "1.2.0", "3", "1.9", "^2.0.1", "~1.1.8", "^0.0.1"})
  void noneFits(String wish) {
    assertThatThrownBy(() -> CHOICE.resolve(wish))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("Unsupported data_version_spec '" + wish + "'; this worker serves");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"latest", ">=1.0.0", "1.x", "1.0.0-beta", "01.0.0", "^1", "~", "1.", " 1"})
  void whatIsNoWishIsTold(String wish) {
    assertThatThrownBy(() -> CHOICE.resolve(wish))
        .isInstanceOf(VgiException.class)
        .hasMessage(
            "Unsupported data_version_spec '"
                + wish
                + "'; accepted forms: X.Y.Z, X.Y, X, ^X.Y.Z, ~X.Y.Z");
  }

  @Test
  void withoutAWishTheDefault() {
    assertThat(CHOICE.resolve(null)).isEqualTo("1.1.7");
    assertThat(CHOICE.newest()).isEqualTo("2.0.0");
    assertThat(CHOICE.range()).isEqualTo(">=0.2.0,<3.0.0");
  }

  @Test
  void whatHasNoVersionsOverlooksWishes() {
    VersionChoice none = new VersionChoice("implementation_version", List.of(), null);
    assertThat(none.resolve("1.0.0")).isNull();
    assertThat(none.range()).isNull();
    assertThat(none.newest()).isNull();
  }

  @Test
  void aNameThatIsNoNumberIsAskedForLiterally() {
    VersionChoice named = new VersionChoice("implementation_version", List.of("vgi-a"), "vgi-a");
    assertThat(named.resolve("vgi-a")).isEqualTo("vgi-a");
    assertThatThrownBy(() -> named.resolve("1.0.0")).hasMessageContaining("serves vgi-a");
  }
}
