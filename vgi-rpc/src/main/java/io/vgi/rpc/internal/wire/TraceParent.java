package io.vgi.rpc.internal.wire;

import org.jspecify.annotations.Nullable;

/** The W3C trace context's {@code traceparent}: {@code version-trace-span-flags}. */
public final class TraceParent {
  private static final int LENGTH = 55;
  private static final int VERSION_END = 2;
  private static final int TRACE_END = 35;
  private static final int SPAN_END = 52;

  private TraceParent() {}

  /** What a client sent, or null when it is not what the standard calls valid. */
  public static @Nullable String valid(@Nullable String sent) {
    if (sent == null || sent.length() < LENGTH) {
      return null;
    }
    // later versions may add to the end
    boolean ends =
        sent.length() == LENGTH || (sent.charAt(LENGTH) == '-' && !sent.startsWith("00"));
    return ends
            && isHex(sent, 0, VERSION_END)
            && !sent.startsWith("ff")
            && sent.charAt(VERSION_END) == '-'
            && isId(sent, VERSION_END + 1, TRACE_END)
            && sent.charAt(TRACE_END) == '-'
            && isId(sent, TRACE_END + 1, SPAN_END)
            && sent.charAt(SPAN_END) == '-'
            && isHex(sent, SPAN_END + 1, LENGTH)
        ? sent
        : null;
  }

  /** The trace of a valid traceparent, 32 hexadecimal digits. */
  public static String trace(String valid) {
    return valid.substring(VERSION_END + 1, TRACE_END);
  }

  /** The span of a valid traceparent, 16 hexadecimal digits. */
  public static String span(String valid) {
    return valid.substring(TRACE_END + 1, SPAN_END);
  }

  private static boolean isId(String text, int begin, int end) {
    boolean some = false;
    for (int i = begin; i < end; i++) {
      some |= text.charAt(i) != '0';
    }
    return some && isHex(text, begin, end);
  }

  private static boolean isHex(String text, int begin, int end) {
    for (int i = begin; i < end; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
