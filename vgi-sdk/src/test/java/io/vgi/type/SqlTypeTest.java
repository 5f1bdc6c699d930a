package io.vgi.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Types are named as SQL names them and compared by what they hold. */
class SqlTypeTest {
  @Test
  void namesAreThoseOfSql() {
    assertThat(SqlType.UHUGEINT.sql()).isEqualTo("UHUGEINT");
    assertThat(SqlType.TIMETZ.sql()).isEqualTo("TIME WITH TIME ZONE");
    assertThat(SqlType.UUID.sql()).isEqualTo("UUID");
    assertThat(SqlType.decimal(18, 4).sql()).isEqualTo("DECIMAL(18,4)");
    assertThat(SqlType.ANY.sql()).isEqualTo("ANY");
    SqlType nested =
        SqlType.list(
            SqlType.struct(
                Column.bigint("a"),
                Column.map("m", SqlType.VARCHAR, SqlType.array(SqlType.DOUBLE, 3))));
    assertThat(nested.sql()).isEqualTo("STRUCT(a BIGINT, m MAP(VARCHAR, DOUBLE[3]))[]");
  }

  @Test
  void equalityIgnoresTheNamesOfListElements() {
    assertThat(SqlType.list(SqlType.BIGINT)).isEqualTo(SqlType.list(SqlType.BIGINT));
    assertThat(SqlType.list(SqlType.BIGINT)).isNotEqualTo(SqlType.list(SqlType.INTEGER));
    assertThat(SqlType.HUGEINT).isNotEqualTo(SqlType.UHUGEINT);
    assertThat(SqlType.UUID).isNotEqualTo(SqlType.HUGEINT);
    assertThat(SqlType.of(SqlType.UUID.field("u"))).isEqualTo(SqlType.UUID);
    assertThat(SqlType.struct(Column.bigint("a"))).isNotEqualTo(SqlType.struct(Column.bigint("b")));
  }

  @Test
  void impossibleTypesAreRefused() {
    assertThatThrownBy(() -> SqlType.decimal(39, 0)).hasMessageContaining("1 to 38 digits");
    assertThatThrownBy(() -> SqlType.decimal(4, 5)).hasMessageContaining("DECIMAL(4, 5)");
    assertThatThrownBy(() -> SqlType.array(SqlType.BIGINT, 0)).hasMessageContaining("at least one");
  }
}
