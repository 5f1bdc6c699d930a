package io.vgi.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.internal.dispatch.VgiService;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of every revision, all requests become the model's and all of the model's answers become its. */
class EveryRevisionTest {
  private static final Dialect MODEL = Dialect.load("2.2");
  private static final Set<String> SCHEMAS =
      Set.of("columns", "column_definition", "arguments_schema", "parameter_schema");

  private final BufferAllocator memory = new RootAllocator();

  @AfterEach
  void closeWithoutLeaks() {
    memory.close();
  }

  private static List<String> revisions() {
    return VgiService.REVISIONS;
  }

  /** A value for every field of {@code schema}. */
  private WireRecord sample(String name, WireSchema schema, Dialect dialect) {
    WireRecord record = WireRecord.named(name);
    for (Field field : schema.fields()) {
      record.set(field.getName(), value(field, dialect));
    }
    switch (name) {
      // what only a later revision can say is refused, so it is not said
      case "catalog_schema_create", "TableCreateRequest" ->
          record.set("options", null).set("layout", null);
      // which 2.2 dropped; handlers give it for those before
      case "SchemaInfo" -> record.set("attach_opaque_data", new byte[] {1});
      case "catalog_view_create" -> record.set("aliases", null).set("security", "regular");
      default -> {}
    }
    return record;
  }

  private Object value(Field field, Dialect dialect) {
    String name = field.getName();
    if (SCHEMAS.contains(name)) {
      return IpcBytes.ofSchema(WireSchema.of(Field.nullable("x", new ArrowType.Int(64, true))));
    } else if (dialect.id().startsWith("3") && field.getType() instanceof ArrowType.Binary) {
      if (name.equals("expression")) {
        return SqlRecords.expression("a + 1", List.of("main"), dialect, memory);
      } else if (name.equals("definition")) {
        return WireRecord.named("IndexDefinition")
            .set("table", SqlRecords.table(List.of("main"), "t", dialect, memory))
            .set("algorithm", "ART")
            .set("constraint_type", "NONE")
            .set("options", options(dialect))
            .toBytes(dialect.record("IndexDefinition"), memory);
      }
    } else if (name.equals("parameter_default_values") || name.equals("default_value")) {
      return row();
    }
    if (field.getDictionary() != null) {
      return field.getType() instanceof ArrowType.Binary ? new byte[] {1} : "SCALAR";
    }
    return switch (field.getType().getTypeID()) {
      case Utf8 -> name.equals("profile") ? "duckdb.macro.v1" : "x";
      case Binary, LargeBinary -> name.equals("default_value") ? row() : new byte[] {1};
      case Bool -> true;
      case FloatingPoint -> 1.5;
      case Struct -> {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Field member : field.getChildren()) {
          if (!member.getName().equals("default_expression")) {
            members.put(member.getName(), value(member, dialect));
          }
        }
        yield members;
      }
      case Map -> {
        List<Field> entry = field.getChildren().get(0).getChildren();
        yield Map.of(value(entry.get(0), dialect), value(entry.get(1), dialect));
      }
      case List ->
          name.equals("constraint_definitions")
              ? List.of()
              : List.of(value(field.getChildren().get(0), dialect));
      default -> 0;
    };
  }

  private byte[] options(Dialect dialect) {
    return WireRecord.named("OptionState")
        .set("values", row())
        .toBytes(dialect.record("OptionState"), memory);
  }

  private byte[] row() {
    Field field = Field.nullable("x", new ArrowType.Int(64, true));
    return WireRecord.named("row").set("x", 7).toBytes(WireSchema.of(field), memory);
  }

  @ParameterizedTest
  @MethodSource("revisions")
  void requestsBecomeTheModels(String revision) {
    Dialect dialect = Dialect.load(revision);
    List<String> missing = new ArrayList<>();
    int compared = 0;
    for (String method : dialect.methodNames()) {
      if (!MODEL.methodNames().contains(method)) {
        continue;
      }
      MethodShape own = dialect.method(method);
      MethodShape model = MODEL.method(method);
      String record = own.requestRecord();
      WireRecord request =
          record == null
              ? sample(method, own.params(), dialect)
              : sample(record, dialect.record(record), dialect);
      dialect.lift(request, memory);
      WireSchema wanted = record == null ? model.params() : MODEL.record(record);
      for (Field field : wanted.fields()) {
        compared++;
        if (!field.isNullable() && request.values().get(field.getName()) == null) {
          missing.add(method + "." + field.getName());
        }
      }
      // all of it has the types of the model
      request.toBatch(wanted, memory).close();
    }
    assertThat(missing).isEmpty();
    assertThat(compared).isGreaterThan(300);
  }

  @ParameterizedTest
  @MethodSource("revisions")
  void answersOfTheModelBecomeIts(String revision) {
    Dialect dialect = Dialect.load(revision);
    List<String> missing = new ArrayList<>();
    int compared = 0;
    for (String record : dialect.recordNames()) {
      // the whole of a catalog is not offered to callers of before 2.2
      boolean offered =
          !record.equals("CatalogContentsResponse") || Feature.compare(revision, "2.2") >= 0;
      if (!offered || record.endsWith("Request") || !MODEL.recordNames().contains(record)) {
        continue;
      }
      WireRecord answer = sample(record, MODEL.record(record), MODEL);
      dialect.lower(answer, memory);
      WireSchema schema = dialect.record(record);
      try (WireBatch batch = answer.toBatch(schema, memory)) {
        WireRecord read = WireRecord.read(record, batch);
        for (Field field : schema.fields()) {
          compared++;
          Object value = read.values().get(field.getName());
          // of the fields that are new to a revision, lists may be empty and flags unset
          boolean said = value != null && (!(value instanceof String text) || !text.isEmpty());
          if (!said && !field.isNullable()) {
            missing.add(record + "." + field.getName());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(compared).isGreaterThan(150);
  }
}
