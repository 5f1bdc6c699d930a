package io.vgi.internal.cli;

import java.util.ArrayList;
import java.util.List;

/** Which revisions of the protocol a worker serves. */
public final class ProtocolChoice {
  private ProtocolChoice() {}

  /**
   * The revisions in {@code text}, which are separated by commas; what is wrong with them is added
   * to {@code faults}.
   *
   * @param served those that there are
   */
  public static List<String> read(List<String> served, String text, List<String> faults) {
    List<String> chosen = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      chosen.add(one.strip());
    }
    try {
      return among(served, chosen);
    } catch (IllegalArgumentException wrong) {
      faults.add("Option '--protocols': " + wrong.getMessage() + ".");
      return served;
    }
  }

  /**
   * Those of {@code served} that are {@code chosen}, in the order of {@code served}.
   *
   * @throws IllegalArgumentException when one is not served, or none is chosen
   */
  public static List<String> among(List<String> served, List<String> chosen) {
    String there = "; there are " + String.join(", ", served);
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("a worker needs a revision of the protocol" + there);
    }
    for (String one : chosen) {
      if (!served.contains(one)) {
        throw new IllegalArgumentException(
            "'" + one + "' is no revision of the protocol that this worker serves" + there);
      }
    }
    List<String> kept = new ArrayList<>(served);
    kept.retainAll(chosen);
    return List.copyOf(kept);
  }
}
