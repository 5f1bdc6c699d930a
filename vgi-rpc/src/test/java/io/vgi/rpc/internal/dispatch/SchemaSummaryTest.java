package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

/** Schemas in messages: the usual ones whole, those that clients make large cut. */
class SchemaSummaryTest {
  private static String summary(Field... fields) {
    return SchemaSummary.of(WireSchema.of(fields));
  }

  @Test
  void showsTheUsualAsTheyPrintThemselves() {
    Field number = Field.notNullable("n", new ArrowType.Int(64, true));
    Field time = Field.nullable("t", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));
    Field list = new Field("l", FieldType.nullable(ArrowType.List.INSTANCE), List.of(number));
    DictionaryEncoding encoding = new DictionaryEncoding(7, false, null);
    Field coded =
        new Field("e", new FieldType(false, ArrowType.Utf8.INSTANCE, encoding), List.of());
    WireSchema schema = WireSchema.of(number, time, list, coded);
    assertThat(SchemaSummary.of(schema)).isEqualTo(schema.fields().toString());
    assertThat(SchemaSummary.of(WireSchema.EMPTY)).isEqualTo("[]");
  }

  @Test
  void cutsWhatIsLong() {
    String name = "n".repeat(1 << 20);
    assertThat(summary(Field.nullable(name, ArrowType.Bool.INSTANCE)))
        .isEqualTo("[" + "n".repeat(80) + "…: Bool]");
    ArrowType zoned = new ArrowType.Timestamp(TimeUnit.SECOND, "z".repeat(1 << 20));
    assertThat(summary(Field.nullable("t", zoned)))
        .isEqualTo("[t: Timestamp(SECOND, " + "z".repeat(80) + "…)]");
    assertThat(summary(Field.nullable("a\nb", ArrowType.Bool.INSTANCE))).isEqualTo("[a?b: Bool]");
  }

  @Test
  void showsTwentyFieldsAtWhateverDepth() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      fields.add(Field.nullable("c" + i, ArrowType.Bool.INSTANCE));
    }
    assertThat(SchemaSummary.of(WireSchema.of(fields, Map.of()))).endsWith(", c19: Bool]");
    fields.add(fields.get(0));
    assertThat(SchemaSummary.of(WireSchema.of(fields, Map.of())))
        .endsWith(", c19: Bool, … (1 more)]");
    Field struct = new Field("s", FieldType.nullable(ArrowType.Struct.INSTANCE), fields);
    assertThat(summary(struct, struct)).endsWith(", c18: Bool, … (2 more)>, … (1 more)]");
  }
}
