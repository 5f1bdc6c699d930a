package io.vgi.http.internal.call;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;

/**
 * A cookie by which requests that are repeated are told from others that are equal. Each answer
 * that asks for it gives the client another value, so a request has the value of an answer that the
 * client got before it; one that it repeats, since the answer was lost, has the value that it had.
 */
public final class CallCookie {
  static final String NAME = "vgi_call";
  private static final int DIGITS = 16;
  private static final int RADIX = 16;

  private final HeaderMap request;
  private final HeaderMap response;

  /** The cookie in the headers of a request and of its response. */
  public CallCookie(HeaderMap request, HeaderMap response) {
    this.request = request;
    this.response = response;
  }

  /** The value in the request, or 0 when there is none. */
  long mark() {
    HeaderValues headers = request.get(Headers.COOKIE);
    if (headers == null) {
      return 0;
    }
    for (String header : headers) {
      for (int at = 0; at < header.length(); at = next(header, at)) {
        while (at < header.length() && header.charAt(at) == ' ') {
          at++;
        }
        if (header.startsWith(NAME + "=", at)) {
          return value(header, at + NAME.length() + 1);
        }
      }
    }
    return 0;
  }

  private static int next(String header, int at) {
    int end = header.indexOf(';', at);
    return end < 0 ? header.length() : end + 1;
  }

  private static long value(String header, int from) {
    int to = from + DIGITS;
    if (to > header.length() || (to < header.length() && header.charAt(to) != ';')) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(header, from, to, RADIX);
    } catch (NumberFormatException notOurs) {
      return 0;
    }
  }

  /** Gives the client another value, of 16 hexadecimal digits. */
  void renew(String value) {
    response.add(Headers.SET_COOKIE, NAME + "=" + value + "; Path=/; HttpOnly; SameSite=Strict");
  }
}
