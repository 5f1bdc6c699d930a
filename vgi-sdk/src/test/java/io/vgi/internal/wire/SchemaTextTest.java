package io.vgi.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vgi.rpc.WireSchema;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTextTest {
  private static final String HEAD = "protocol p.v1 1.0.0\nenum E A B\nrecord R\n  a: utf8 !\n";

  @Test
  void readsEveryKindOfLine() {
    SchemaText text =
        SchemaText.parse(
            "t.txt",
            "# remark\n\n"
                + HEAD
                + "  # a remark is no field\n"
                + "  b: bool  # nor is this\n"
                + "record Empty\n\n"
                + "method one unary R -> R  # remark\n"
                + "method two unary -> list<struct<a: utf8 !, b: bool>> !\n"
                + "  x: int64\n"
                + "method three stream\n"
                + "method four stream header R\n"
                + "method five stream R header R\n"
                + "method six unary -> void");

    assertThat(text.protocol()).isEqualTo("p.v1");
    assertThat(text.version()).isEqualTo("1.0.0");
    assertThat(text.enumMembers("E")).containsExactly("A", "B");
    assertThat(text.record("R"))
        .isEqualTo(
            WireSchema.of(
                Field.notNullable("a", ArrowType.Utf8.INSTANCE),
                Field.nullable("b", ArrowType.Bool.INSTANCE)));
    assertThat(text.record("Empty")).isEqualTo(WireSchema.EMPTY);
    assertThat(text.methodNames()).containsExactly("one", "two", "three", "four", "five", "six");
    assertThat(text.method("one").requestRecord()).isEqualTo("R");
    assertThat(text.method("one").resultRecord()).isEqualTo("R");
    assertThat(text.method("two").params())
        .isEqualTo(WireSchema.of(Field.nullable("x", new ArrowType.Int(64, true))));
    assertThat(ReferenceSpelling.of(text.method("two").result().field(0)))
        .isEqualTo("list<item: struct<a: string not null, b: bool>>");
    assertThat(text.method("two").result().field(0).isNullable()).isFalse();
    assertThat(text.method("three").headerRecord()).isNull();
    assertThat(text.method("four").headerRecord()).isEqualTo("R");
    assertThat(text.method("four").requestRecord()).isNull();
    assertThat(text.method("five").headerRecord()).isEqualTo("R");
    assertThat(text.method("six").result()).isNull();
  }

  @Test
  void readsLinesThatEndWithCarriageReturns() {
    SchemaText text = SchemaText.parse("t.txt", (HEAD + "\nrecord S\n").replace("\n", "\r\n"));

    assertThat(text.record("R").field(0).isNullable()).isFalse();
    assertThat(text.record("S").size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "reccord X; unknown keyword 'reccord'",
        "protocol q.v1 1.0.0; expected one line 'protocol NAME VERSION'",
        "enum X; expected 'enum NAME MEMBER...'",
        "record X Y; expected 'record NAME'",
        "record R; 'R' is there twice",
        "method x; expected 'method NAME unary' or 'method NAME stream'"
      })
  void malformedHeadLineIsNamed(String line, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchemaText.parse("t.txt", HEAD + line))
        .withMessage("t.txt, line 5: " + message + ".");
  }

  @Test
  void aFieldOutsideABlockIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchemaText.parse("t.txt", HEAD + "\n  b: utf8\n"))
        .withMessage("t.txt, line 6: a field belongs right below a record or a method.");
  }

  @Test
  void aTextWithoutProtocolIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchemaText.parse("t.txt", "record R\n"))
        .withMessage("t.txt has no line 'protocol NAME VERSION'.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "method m unary R; expected 'method NAME unary [RECORD] -> RESULT'",
        "method m both -> R; expected 'method NAME unary [RECORD] -> RESULT'",
        "method m unary R R -> R; one request record and, of a stream, 'header RECORD' may follow"
            + " the kind",
        "method m unary header R -> R; one request record and, of a stream, 'header RECORD' may"
            + " follow the kind",
        "method m stream -> R; one request record and, of a stream, 'header RECORD' may follow"
            + " the kind",
        "method m stream header; one request record and, of a stream, 'header RECORD' may follow"
            + " the kind",
        "method m unary X -> R; unknown record 'X'",
        "method m unary R -> X; unknown record 'X'",
        "method m stream header X; unknown record 'X'",
        "method m unary R -> utf9; unknown type 'utf9' in 'utf9'",
        "method m unary R ->; something is missing in ''"
      })
  void malformedMethodIsNamed(String line, String message) {
    SchemaText text = SchemaText.parse("t.txt", HEAD + line);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> text.method("m"))
        .withMessage("t.txt, line 5: " + message + ".");
  }

  @Test
  void aMethodTakesARecordOrParameters() {
    SchemaText text = SchemaText.parse("t.txt", HEAD + "method m unary R -> void\n  a: utf8\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> text.method("m"))
        .withMessage("t.txt, line 5: a method takes a record or parameters, not both.");
  }

  @Test
  void malformedFieldIsNamed() {
    SchemaText text = SchemaText.parse("t.txt", HEAD + "record S\n  a: utf8\n  b: utf9 !\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> text.record("S"))
        .withMessage("t.txt, line 7: unknown type 'utf9' in 'b: utf9 !'.");
  }
}
