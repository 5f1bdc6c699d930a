package io.vgi.it;

import io.vgi.it.RowSource.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Conditions on rows of a source: of those that are handed down, and of those that are not. */
final class RandomCondition {
  private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");

  private final Random random;

  RandomCondition(Random random) {
    this.random = random;
  }

  /** A condition on the row {@code alias} of {@code source}, of so many levels at most. */
  String next(RowSource source, String alias, int depth) {
    if (depth > 0 && random.nextInt(5) < 2) {
      String left = next(source, alias, depth - 1);
      return switch (random.nextInt(5)) {
        case 0 -> "NOT (" + left + ")";
        case 1, 2 -> "(" + left + " OR " + next(source, alias, depth - 1) + ")";
        default -> "(" + left + " AND " + next(source, alias, depth - 1) + ")";
      };
    }
    Field field = pick(source.fields());
    String value = field.of(alias);
    return switch (random.nextInt(9)) {
      case 0 -> value + " IN (" + list(field) + ")";
      case 1 -> value + " NOT IN (" + list(field) + ")";
      case 2 -> value + " BETWEEN " + pick(field.literals()) + " AND " + pick(field.literals());
      case 3 -> value + pick(List.of(" IS NULL", " IS NOT NULL"));
      case 4 ->
          value
              + pick(List.of(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM "))
              + pick(List.of(pick(field.literals()), "NULL"));
      case 5 -> special(field, value);
      default -> value + " " + pick(COMPARISONS) + " " + pick(field.literals());
    };
  }

  private String special(Field field, String value) {
    return switch (field.kind()) {
      case INTEGER ->
          pick(
              List.of(
                  value + " % 3 = 1",
                  value + " + 5 > " + pick(field.literals()),
                  value + "::VARCHAR LIKE '%7%'",
                  "-" + value + " < -20"));
      case DOUBLE -> pick(List.of(value + " * 2 > 3", "floor(" + value + ") = " + value));
      case BOOL -> pick(List.of(value, "NOT " + value, value + " IS NOT TRUE"));
      case TEXT ->
          pick(
              List.of(
                  value + " LIKE " + pick(field.literals()).replaceAll(".'$", "%'"),
                  value + " LIKE '%1%'",
                  "starts_with(" + value + ", 'row_2')",
                  "length(" + value + ") > 6",
                  "upper(" + value + ") = upper(" + pick(field.literals()) + ")"));
    };
  }

  private String list(Field field) {
    List<String> literals = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      literals.add(pick(field.literals()));
    }
    return String.join(", ", literals);
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
