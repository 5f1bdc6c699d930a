package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of functions that belong to tables. */
class TableFunctionNameTest {
  private static TableFunctionName scan(String schema, String table) {
    return new TableFunctionName(schema, table, TableFunctionName.SCAN);
  }

  @Test
  void plainNamesAreReadable() {
    assertThat(scan("main", "items").text()).isEqualTo("main.items#scan");
    assertThat(scan("a.b", "c \"d\"").text()).isEqualTo("\"a.b\".\"c \"\"d\"\"\"#scan");
  }

  @Test
  void everyNameIsReadBackAndNoTwoMeet() {
    List<String> odd =
        List.of(
            "a", "a.b", "b", "\"", "\"\"", "a\"b", "#", "x#scan", "a.b#scan", "", " ", "é", ".");
    for (String schema : odd) {
      for (String table : odd) {
        TableFunctionName name = scan(schema, table);
        assertThat(TableFunctionName.parse(name.text())).isEqualTo(name);
      }
    }
  }

  @Test
  void otherNamesAreNot() {
    for (String other :
        List.of(
            "scan", "items#scan", "main.items", "a.b.c#scan", "main items#scan", "pairs#2", "#")) {
      assertThat(TableFunctionName.parse(other)).as(other).isNull();
    }
  }
}
