package io.vgi.internal.page;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Fragment names that say what they lead to; no two are the same. */
final class Anchors {
  private final Set<String> taken = new HashSet<>();

  String of(String... parts) {
    StringBuilder name = new StringBuilder();
    for (String part : parts) {
      name.append(name.length() == 0 ? "" : ".");
      for (int i = 0; i < part.length(); i++) {
        char c = part.charAt(i);
        boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '_');
        name.append(plain ? c : '-');
      }
    }
    String first = name.toString().toLowerCase(Locale.ROOT);
    String found = first;
    for (int i = 2; !taken.add(found); i++) {
      found = first + "-" + i;
    }
    return found;
  }
}
