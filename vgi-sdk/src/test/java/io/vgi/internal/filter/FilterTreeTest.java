package io.vgi.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters as revisions before 2.0 send them. */
class FilterTreeTest extends FilterTestBase {
  private static final Field SPEC =
      new Field(
          "filter_spec",
          new FieldType(true, ArrowType.Utf8.INSTANCE, null, Map.of("vgi_filter_version", "1")),
          List.of());

  private byte[] tree(String json, long... values) {
    List<Field> fields = new ArrayList<>(List.of(SPEC));
    List<FieldVector> vectors = new ArrayList<>();
    VarCharVector text = (VarCharVector) Vectors.create(SPEC, allocator);
    text.allocateNew();
    text.setSafe(0, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    text.setValueCount(1);
    vectors.add(text);
    for (int i = 0; i < values.length; i++) {
      Field field = SqlType.BIGINT.field("_val_" + i);
      fields.add(field);
      vectors.add(longs(field, values[i]));
    }
    return bytes(fields, vectors);
  }

  private BigIntVector longs(Field field, long... values) {
    BigIntVector vector = (BigIntVector) Vectors.create(field, allocator);
    vector.allocateNew(values.length);
    for (int i = 0; i < values.length; i++) {
      vector.set(i, values[i]);
    }
    vector.setValueCount(values.length);
    return vector;
  }

  private byte[] bytes(List<Field> fields, List<FieldVector> vectors) {
    int rows = vectors.get(vectors.size() - 1).getValueCount();
    try (WireBatch batch = WireBatch.of(WireSchema.of(fields), vectors, rows)) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  private byte[] keys(String column, long... values) {
    Field field = SqlType.BIGINT.field(column);
    return bytes(List.of(field), List.of(longs(field, values)));
  }

  private FilterSet set(byte[] payload, byte[]... keys) {
    return FilterSet.parse(
        payload, OUTPUT, FilterCapabilities.STANDARD, List.of(keys), false, allocator);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'constant','op':'gt','value_ref':0}|[6, 7, 8, 9]",
        "{'type':'constant','op':'ne','value_ref':1}|[0, 1, 3, 4, 5, 6, 7, 8, 9]",
        "{'type':'is_null'}|[]",
        "{'type':'is_not_null'}|[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
        "{'type':'or','children':[{'type':'constant','op':'lt','value_ref':1},"
            + "{'type':'constant','op':'gt','value_ref':0}]}|[0, 1, 6, 7, 8, 9]",
        "{'type':'and','children':[{'type':'constant','op':'ge','value_ref':1},"
            + "{'type':'constant','op':'le','value_ref':0}]}|[2, 3, 4, 5]",
        "{'type':'and','children':[{'type':'constant','op':'ge','value_ref':0}]}|[5, 6, 7, 8, 9]",
        // what cannot be told of an alternative says nothing at all
        "{'type':'or','children':[{'type':'join_keys','keys_column':'n'},"
            + "{'type':'constant','op':'gt','value_ref':0}]}|[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
        "{'type':'or','children':[{'type':'constant','op':'unknown','value_ref':1},"
            + "{'type':'constant','op':'gt','value_ref':0}]}|[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
        "{'type':'or','children':[{'type':'and','children':[{'type':'constant','op':'unknown',"
            + "'value_ref':1},{'type':'constant','op':'gt','value_ref':0}]},"
            + "{'type':'constant','op':'lt','value_ref':1}]}|[0, 1, 6, 7, 8, 9]",
        "{'type':'and','children':[{'type':'join_keys','keys_column':'n'},"
            + "{'type':'constant','op':'gt','value_ref':0}]}|[6, 7, 8, 9]",
      })
  void treesKeepTheRowsTheySay(String tree, String rows) {
    String named = tree.replaceFirst("\\{", "{'column_name':'n','column_index':3,");
    assertThat(rows(set(tree("[" + named + "]", 5, 2)))).hasToString(rows);
  }

  /** The engine relies on it, and which of two comparisons it is nobody can tell. */
  @Test
  void distinctionsAreRefusedWhereTheyCount() {
    String tree = "[{'column_name':'n','type':'constant','op':'unknown','value_ref':0}]";
    assertThatThrownBy(() -> set(tree(tree, 5)))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("comparison 'unknown' is unknown");
  }

  @Test
  void membersAndColumnsAreFoundByName() {
    String member =
        "[{'column_name':'meta','column_index':0,'type':'struct','child_index':9,"
            + "'child_name':'index','child_filter':{'type':'constant','op':'eq','value_ref':0}}]";
    assertThat(rows(set(tree(member, 4)))).containsExactly(4);
    assertThatThrownBy(
            () -> set(tree(member.replace("'index','child_filter", "'no','child_filter"), 3)))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("no member 'no'");
    assertThatThrownBy(() -> set(tree(member.replace("'meta'", "'none'"), 3)))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("column 'none' is not one of the scan");
  }

  @Test
  void keysOfJoinsComeBeside() {
    String joined = "[{'column_name':'n','column_index':0,'type':'join_keys','keys_column':'n'}]";
    FilterSet keyed = set(tree(joined), keys("s", 1), keys("n", 2, 4, 77));
    assertThat(rows(keyed)).containsExactly(2, 4);
    // the join above keeps to them
    assertThat(keyed.columns()).isEmpty();
    assertThat(rows(set(tree(joined)))).hasSize(10);
  }

  @Test
  void conditionsOfTheQueryAreReliedOn() {
    String mixed =
        "[{'column_name':'n','column_index':0,'type':'and','children':["
            + "{'type':'join_keys','keys_column':'n'},"
            + "{'type':'constant','op':'gt','value_ref':0}]}]";
    FilterSet filters = set(tree(mixed, 2), keys("n", 1, 2, 3, 4));
    assertThat(filters.columns()).containsExactly(0);
    assertThat(rows(filters)).containsExactly(3, 4);
  }

  @Test
  void aTurnReplacesTheTurnBeforeAndNotTheBeginning() {
    String n = "{'column_name':'n','column_index':0,'type':'constant','op':'%s','value_ref':%d}";
    FilterSet filters = set(tree("[" + n.formatted("gt", 0) + "]", 1));
    filters.apply(tree("[" + n.formatted("lt", 0) + "," + n.formatted("ne", 1) + "]", 8, 5));
    assertThat(rows(filters)).containsExactly(2, 3, 4, 6, 7);
    filters.apply(tree("[" + n.formatted("lt", 0) + "]", 7));
    assertThat(rows(filters)).containsExactly(2, 3, 4, 5, 6);
    FilterSet again = set(tree("[" + n.formatted("gt", 0) + "]", 1));
    assertThat(filters.history()).hasSize(1);
    filters.history().forEach(again::apply);
    assertThat(rows(again)).containsExactly(2, 3, 4, 5, 6);
    filters.apply(tree("[]"));
    assertThat(rows(filters)).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
  }
}
