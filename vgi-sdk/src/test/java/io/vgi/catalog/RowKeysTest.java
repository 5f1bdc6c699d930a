package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.type.Column;
import io.vgi.type.ColumnSpec;
import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a table of known rows declares of them. */
class RowKeysTest {
  record City(
      String code,
      @Nullable String name,
      byte[] key,
      @ColumnSpec(type = "DECIMAL(4,2)") BigDecimal rank,
      double height) {}

  private static TableBuilder cities() {
    return Table.ofRows(
        "cities",
        City.class,
        List.of(
            new City("a", "Aachen", new byte[] {1}, new BigDecimal("1.0"), 0.0),
            new City("b", null, new byte[] {1}, new BigDecimal("1.00"), -0.0),
            new City("c", null, new byte[] {2}, new BigDecimal("2"), 1)));
  }

  @Test
  void whatHoldsIsTaken() {
    Table table =
        cities().primaryKey("CODE").unique("name").unique("key", "code").notNull("height").build();
    assertThat(table.primaryKey()).containsExactly("CODE");
    Table.ofRows("none", City.class, List.of()).primaryKey("code").notNull("name").build();
  }

  @Test
  void aNullWhereNoneMayBeIsAFault() {
    assertThatThrownBy(() -> cities().notNull("name").build())
        .hasMessage(
            "Table 'cities' is declared wrongly: column 'name' is NOT NULL, but the row with the"
                + " index 1 has a NULL");
    assertThatThrownBy(() -> cities().primaryKey("code", "name").build())
        .hasMessageEndingWith(
            "column 'name' is of the primary key, but the row with the index 1 has a NULL");
  }

  @Test
  void aKeyThatComesTwiceIsAFault() {
    for (String column : List.of("key", "rank", "height")) {
      assertThatThrownBy(() -> cities().primaryKey(column).build())
          .hasMessageEndingWith(
              "the primary key is ["
                  + column
                  + "], but the rows with the indexes 0 and 1 have the same values there");
      assertThatThrownBy(() -> cities().unique(column).build())
          .hasMessageContaining(": UNIQUE is [" + column + "], but the rows");
    }
  }

  @Test
  void columnsMayHaveOtherNames() {
    assertThatThrownBy(
            () ->
                cities()
                    .columns(
                        Column.varchar("x"),
                        Column.varchar("y"),
                        Column.blob("z"),
                        Column.of("r", SqlType.parse("DECIMAL(4,2)")),
                        Column.float8("h"))
                    .primaryKey("z")
                    .build())
        .hasMessageContaining("the primary key is [z], but the rows with the indexes 0 and 1");
  }
}
