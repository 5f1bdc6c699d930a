package io.vgi.http.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Authenticator} sees of a request; no body.
 *
 * @param method the HTTP method
 * @param path the path, not decoded
 * @param remoteAddress the numeric address of the peer, which may be a proxy's
 * @param headers the values of a header, whose name may be in any case; empty when there is none
 * @param certificate the certificate that the client of the connection has shown and TLS has
 *     checked, or null
 */
public record AuthRequest(
    String method,
    String path,
    String remoteAddress,
    Function<String, List<String>> headers,
    @Nullable X509Certificate certificate) {
  private static final String SCHEME = "Bearer";
  private static final int MOST_CHARS = 16 << 10;

  /** A request of a client without a certificate. */
  public AuthRequest(
      String method, String path, String remoteAddress, Function<String, List<String>> headers) {
    this(method, path, remoteAddress, headers, null);
  }

  /**
   * The token of the one {@code Authorization: Bearer} header.
   *
   * @throws AuthException when there is none, more than one, or one that is no bearer token
   */
  public String bearerToken() throws AuthException {
    List<String> given = headers.apply("Authorization");
    if (given.isEmpty()) {
      throw new AuthException(
          AuthException.Reason.MISSING_CREDENTIAL, "A bearer token is needed, none was sent");
    } else if (given.size() > 1) {
      throw invalid("The request has several Authorization headers");
    }
    String value = given.get(0).strip();
    int space = value.indexOf(' ');
    if (space < 0 || !value.substring(0, space).equalsIgnoreCase(SCHEME)) {
      throw new AuthException(
          AuthException.Reason.MISSING_CREDENTIAL,
          "A bearer token is needed, the Authorization header has another scheme");
    }
    String token = value.substring(space + 1).strip();
    if (token.isEmpty() || token.length() > MOST_CHARS) {
      throw invalid("The bearer token is empty or has more than 16384 characters");
    }
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
        throw invalid("The bearer token has characters that no token has");
      }
    }
    return token;
  }

  private static AuthException invalid(String detail) {
    return new AuthException(AuthException.Reason.INVALID_CREDENTIAL, detail);
  }

  /** Leaves out the headers, which hold credentials. */
  @Override
  public String toString() {
    return method + " " + path + " from " + remoteAddress;
  }
}
