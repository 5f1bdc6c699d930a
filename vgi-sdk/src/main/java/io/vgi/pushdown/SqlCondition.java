package io.vgi.pushdown;

import java.util.List;

/**
 * What another system's SQL says of a {@link Filter}. Every row that satisfies the filter satisfies
 * {@code text}; a row of {@code text} satisfies the filter if it satisfies {@code rest}.
 *
 * @param text a condition to stand behind {@code WHERE}, {@code 1 = 1} when nothing is said
 * @param parameters what its question marks stand for, in order: Boolean, Long, BigInteger,
 *     BigDecimal, Double, String, byte[], UUID, LocalDate or LocalDateTime, never null
 * @param rest what {@code text} does not say, {@link Filter.All} when it says it all
 */
public record SqlCondition(String text, List<Object> parameters, Filter rest) {
  /** Copies {@code parameters}. */
  public SqlCondition {
    parameters = List.copyOf(parameters);
  }

  /** Whether {@code text} says the same as the filter, so that its rows may be counted or cut. */
  public boolean isExact() {
    return rest.isAll();
  }
}
