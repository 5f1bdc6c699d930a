package io.vgi.internal.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what somebody may have meant. */
final class SimilarName {
  private SimilarName() {}

  /** The name among {@code known} that is a typo or two away from {@code name}, or null. */
  static @Nullable String of(String name, List<String> known) {
    String nearest = null;
    int least = name.length() < 4 ? 2 : 3; // of short names two typos leave too little
    for (String one : known) {
      int distance = distance(name, one);
      if (distance < least) {
        least = distance;
        nearest = one;
      }
    }
    return nearest;
  }

  /** How many letters differ, are missing or too many (Levenshtein). */
  private static int distance(String left, String right) {
    int[] above = new int[right.length() + 1];
    java.util.Arrays.setAll(above, i -> i);
    for (int i = 1; i <= left.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = above[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[right.length()];
  }
}
