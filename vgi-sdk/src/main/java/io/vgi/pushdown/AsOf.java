package io.vgi.pushdown;

import io.vgi.rpc.VgiException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Objects;

/**
 * The state of a table that a query asks for: {@code AT (VERSION => 3)} or {@code AT (TIMESTAMP =>
 * …)}. Immutable.
 *
 * @param unit what {@code value} counts
 * @param value the version or point in time, as the engine wrote it
 */
public record AsOf(Unit unit, String value) {
  /** What a state is named by. */
  public enum Unit {
    /** A version number or name. */
    VERSION,
    /** A point in time. */
    TIMESTAMP
  }

  /** Refuses nulls. */
  public AsOf {
    Objects.requireNonNull(unit, "unit is null");
    Objects.requireNonNull(value, "value is null");
  }

  /**
   * The version number.
   *
   * @throws VgiException when the query names a point in time, or no number
   */
  public long version() {
    need(Unit.VERSION);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException noNumber) {
      throw VgiException.invalidArgument("AT (VERSION => " + value + ") is not a number");
    }
  }

  /**
   * The point in time, in UTC.
   *
   * @throws VgiException when the query names a version, or no point in time
   */
  public LocalDateTime timestamp() {
    need(Unit.TIMESTAMP);
    String iso = value.length() == 10 ? value + "T00:00:00" : value.replace(' ', 'T');
    int zone = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
    try {
      if (zone > iso.indexOf('T')) {
        return OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      }
      return LocalDateTime.parse(iso);
    } catch (DateTimeParseException noTime) {
      throw VgiException.invalidArgument("AT (TIMESTAMP => " + value + ") is not a point in time");
    }
  }

  private void need(Unit wanted) {
    if (unit != wanted) {
      throw VgiException.invalidArgument(
          "This table's states are named by AT (" + wanted + " => …), not by " + unit);
    }
  }
}
