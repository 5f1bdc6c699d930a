package io.vgi.it;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of one type.
 *
 * @param name the name that the type's echo carries
 * @param sql the type in SQL
 * @param typeByDefault what the type is after a function of any type, where that differs
 * @param values the values in SQL; NULL comes in addition
 * @param lostByDefault values that the engine itself damages unless its Arrow form is lossless
 */
record TypeCase(
    String name,
    String sql,
    @Nullable String typeByDefault,
    List<String> values,
    List<String> lostByDefault) {
  static TypeCase of(String name, String sql, String... values) {
    return new TypeCase(name, sql, null, List.of(values), List.of());
  }

  TypeCase becomes(String type) {
    return new TypeCase(name, sql, type, values, lostByDefault);
  }

  TypeCase loses(String... more) {
    return new TypeCase(name, sql, typeByDefault, values, List.of(more));
  }

  boolean isEnum() {
    return name.startsWith("enum_");
  }

  /** What becomes of {@code value} in a function of any type when Arrow forms are not lossless. */
  String asByDefault(String value) {
    if (sql.startsWith("BIT")) {
      // the bytes of the blob form, which no cast gives
      return sql.equals("BIT")
          ? "(CASE v WHEN '1' THEN '\\x07\\xFF' WHEN '0101010101' THEN '\\x06\\xFD\\x55'"
              + " WHEN '11111111' THEN '\\x00\\xFF' END)::BLOB"
          : "(CASE WHEN v IS NOT NULL THEN ['\\x05\\xFD'::BLOB, NULL] END)";
    }
    return typeByDefault == null ? value : value + "::" + typeByDefault;
  }

  /** A relation {@code t(v)} of the values, with NULL first, in between and last. */
  String values(boolean lossless) {
    StringBuilder sql = new StringBuilder("(SELECT v::" + this.sql + " AS v FROM (VALUES (NULL)");
    for (String value : values) {
      sql.append(", (").append(value).append("::").append(this.sql).append("), (NULL)");
    }
    if (lossless) {
      for (String value : lostByDefault) {
        sql.append(", (").append(value).append("::").append(this.sql).append(')');
      }
    }
    return sql.append(") t(v))").toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
