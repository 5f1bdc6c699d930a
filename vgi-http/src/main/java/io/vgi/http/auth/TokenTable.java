package io.vgi.http.auth;

import io.vgi.rpc.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens by their digests: how long a look-up takes tells nothing of any token. */
final class TokenTable {
  private final List<byte[]> digests = new ArrayList<>();
  private final List<Principal> owners = new ArrayList<>();

  TokenTable(Map<String, Principal> tokens) {
    for (Map.Entry<String, Principal> token : tokens.entrySet()) {
      if (token.getKey().isEmpty()) {
        throw new IllegalArgumentException(
            "The bearer token of '" + token.getValue().name() + "' is empty");
      }
      digests.add(digest(token.getKey()));
      owners.add(token.getValue());
    }
  }

  @Nullable Principal find(String token) {
    byte[] digest = digest(token);
    Principal found = null;
    for (int i = 0; i < digests.size(); i++) {
      if (MessageDigest.isEqual(digests.get(i), digest)) {
        found = owners.get(i);
      }
    }
    return found;
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("This JVM has no SHA-256", missing);
    }
  }
}
