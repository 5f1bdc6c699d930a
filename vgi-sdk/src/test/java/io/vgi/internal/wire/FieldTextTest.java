package io.vgi.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FieldTextTest {
  private final FieldText reader = new FieldText(Set.of("E"));

  static List<Arguments> typesOfAllRevisions() throws IOException {
    List<Arguments> types = new ArrayList<>();
    try (InputStream in = FieldTextTest.class.getResourceAsStream("types.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
        int bar = line.indexOf('|');
        types.add(Arguments.of(line.substring(0, bar), line.substring(bar + 1)));
      }
    }
    return types;
  }

  @ParameterizedTest
  @MethodSource("typesOfAllRevisions")
  void readsTheTypesOfAllRevisions(String text, String reference) {
    Field nullable = reader.field("f: " + text);
    Field required = reader.type("f", text + " !");

    assertThat(ReferenceSpelling.of(nullable)).isEqualTo(reference);
    assertThat(nullable.isNullable()).isTrue();
    assertThat(ReferenceSpelling.of(required)).isEqualTo(reference);
    assertThat(required.isNullable()).isFalse();
    assertThat(required.getName()).isEqualTo("f");
  }

  @Test
  void readsOtherPlainTypes() {
    for (String type : List.of("int8", "int16", "uint8", "uint16", "uint32")) {
      assertThat(ReferenceSpelling.of(reader.field("f: " + type))).isEqualTo(type);
    }
    assertThat(ReferenceSpelling.of(reader.field("f: float32"))).isEqualTo("float");
    assertThat(ReferenceSpelling.of(reader.field("f: large_utf8"))).isEqualTo("large_string");
  }

  @Test
  void readsTimestamps() {
    assertThat(reader.field("t: timestamp[ns]").getType())
        .isEqualTo(new ArrowType.Timestamp(TimeUnit.NANOSECOND, null));
    assertThat(reader.field("t: timestamp[ms, Etc/GMT+1]").getType())
        .isEqualTo(new ArrowType.Timestamp(TimeUnit.MILLISECOND, "Etc/GMT+1"));
    assertThat(reader.field("t: timestamp[s, +00:00] !"))
        .isEqualTo(
            new Field(
                "t",
                FieldType.notNullable(new ArrowType.Timestamp(TimeUnit.SECOND, "+00:00")),
                null));
  }

  @Test
  void aListElementMayBeRequired() {
    assertThat(ReferenceSpelling.of(reader.field("f: list<int32 !>")))
        .isEqualTo("list<item: int32 not null>");
  }

  @Test
  void dictionaryIdsCountUpThroughOneSchema() {
    Field first = reader.field("a: enum<E>");
    Field nested = reader.field("b: struct<c: enum<E> !, d: dictionary<int32, binary>>");
    Field other = new FieldText(Set.of("E")).field("a: enum<E>");

    assertThat(first.getDictionary().getId()).isEqualTo(0);
    assertThat(nested.getChildren().get(0).getDictionary().getId()).isEqualTo(1);
    assertThat(nested.getChildren().get(1).getDictionary().getId()).isEqualTo(2);
    assertThat(nested.getChildren().get(1).getType()).isEqualTo(ArrowType.Binary.INSTANCE);
    assertThat(nested.getChildren().get(1).getDictionary().getIndexType())
        .isEqualTo(new ArrowType.Int(32, true));
    assertThat(other.getDictionary().getId()).isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "a utf8; expected ':' at column 3",
        "a:; something is missing",
        ": utf8; unexpected ':'",
        "a: utf9; unknown type 'utf9'",
        "a: utf8 ! !; unexpected '!'",
        "a: utf8 not null; unexpected 'n'",
        "a: list<utf8; expected '>' at column 13",
        "a: list<>; unexpected '>'",
        "a: map<utf8>; expected ',' at column 12",
        "a: struct<utf8>; expected ':' at column 15",
        "a: enum<F>; unknown enum 'F'",
        "a: dictionary<utf8, utf8>; 'utf8' cannot index a dictionary",
        "a: dictionary<int8, enum<E>>; a dictionary takes a plain type",
        "a: timestamp[h]; unknown time unit 'h'",
        "a: timestamp[s, ]; a time zone is missing",
        "a: timestamp; expected '[' at column 13"
      })
  void malformedTextIsTold(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.field(text))
        .withMessage(message + " in '" + text + "'");
  }
}
