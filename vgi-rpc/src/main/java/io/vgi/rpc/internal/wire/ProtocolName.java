package io.vgi.rpc.internal.wire;

/** The grammars of protocol names and versions, checked before either reaches a message or log. */
public final class ProtocolName {
  private static final int MAX_LENGTH = 255;

  private ProtocolName() {}

  /** {@code [A-Za-z_][A-Za-z0-9_.]*}, 255 characters at most. */
  public static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && !isDigit(c) && (c != '.' || i == 0)) {
        return false;
      }
    }
    return true;
  }

  /** Three numbers without leading zeros, separated by dots. */
  public static boolean isVersion(String version) {
    int dots = 0;
    int digits = 0;
    boolean zero = false;
    if (version.length() > 64) {
      return false;
    }
    for (int i = 0; i < version.length(); i++) {
      char c = version.charAt(i);
      if (c == '.') {
        if (digits == 0) {
          return false;
        }
        dots++;
        digits = 0;
      } else if (!isDigit(c) || (digits > 0 && zero)) {
        return false;
      } else {
        zero = digits == 0 && c == '0';
        digits++;
      }
    }
    return dots == 2 && digits > 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
