package io.vgi.pushdown;

import io.vgi.type.SqlType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Infinite dates and timestamps among the values of java.time: the ends of their types. */
final class Infinities {
  private Infinities() {}

  /** True for the upper end of {@code type}, false for the lower, null for any other value. */
  static @Nullable Boolean of(@Nullable Object value, SqlType type) {
    if (value instanceof LocalDate date && type.equals(SqlType.DATE)) {
      long days = date.toEpochDay();
      return Math.abs(days) == Integer.MAX_VALUE ? days > 0 : null;
    }
    if (!(type.arrow() instanceof ArrowType.Timestamp stamp)) {
      return null;
    }
    Instant instant =
        value instanceof Instant one
            ? one
            : value instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : null;
    if (instant == null) {
      return null;
    }
    long perSecond =
        switch (stamp.getUnit()) {
          case SECOND -> 1L;
          case MILLISECOND -> 1_000L;
          case MICROSECOND -> 1_000_000L;
          case NANOSECOND -> 1_000_000_000L;
        };
    boolean upper = instant.equals(at(Long.MAX_VALUE, perSecond));
    return (upper || instant.equals(at(-Long.MAX_VALUE, perSecond))) ? upper : null;
  }

  private static @Nullable Instant at(long ticks, long perSecond) {
    return perSecond == 1
        ? null
        : Instant.ofEpochSecond(
            Math.floorDiv(ticks, perSecond),
            Math.floorMod(ticks, perSecond) * (1_000_000_000L / perSecond));
  }
}
