package io.vgi.jwt;

import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.AuthUnavailableException;
import io.vgi.rpc.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers tokens that were right, by their digests: every call of a query brings the same one,
 * and an EC signature takes longer to check than most calls take.
 */
final class TokenMemory {
  private static final int MOST = 500;

  private final TokenCheck tokens;
  private final Map<String, TokenCheck.Accepted> known = new ConcurrentHashMap<>();

  TokenMemory(TokenCheck tokens) {
    this.tokens = tokens;
  }

  Principal check(String token) throws AuthException, AuthUnavailableException {
    String digest = digest(token);
    TokenCheck.Accepted before = known.get(digest);
    if (before != null) {
      if (tokens.holds(before)) {
        return before.caller();
      }
      known.remove(digest, before);
    }
    TokenCheck.Accepted now = tokens.check(token);
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(digest, now);
    return now.caller();
  }

  private static String digest(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("This JVM has no SHA-256", missing);
    }
  }
}
