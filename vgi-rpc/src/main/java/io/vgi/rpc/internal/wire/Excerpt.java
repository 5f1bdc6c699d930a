package io.vgi.rpc.internal.wire;

/** The beginnings of texts that somebody else wrote and that may be of any length. */
public final class Excerpt {
  private Excerpt() {}

  /** The first {@code most} chars of {@code text}, less one where that would halve a character. */
  public static String head(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  /** The same for a message: on one line, and with a mark where it was cut. */
  public static String line(String text, int most) {
    String head = head(text, most);
    StringBuilder line = new StringBuilder(head.length() + 1);
    for (int i = 0; i < head.length(); i++) {
      char c = head.charAt(i);
      line.append(Character.isISOControl(c) ? '?' : c);
    }
    return head.length() == text.length() ? line.toString() : line.append('…').toString();
  }
}
