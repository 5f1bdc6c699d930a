package example.csv;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What the texts of a column can be, by the names of SQL. */
enum CsvType {
  BIGINT,
  DOUBLE,
  DATE,
  VARCHAR;

  @Nullable Object value(@Nullable String text) {
    return text == null
        ? null
        : switch (this) {
          case BIGINT -> Long.valueOf(text);
          case DOUBLE -> new BigDecimal(text).doubleValue();
          case DATE -> LocalDate.parse(text);
          case VARCHAR -> text;
        };
  }

  boolean fits(@Nullable String text) {
    try {
      value(text);
      return true;
    } catch (NumberFormatException | DateTimeException other) {
      return false;
    }
  }
}
