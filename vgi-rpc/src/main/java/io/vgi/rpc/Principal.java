package io.vgi.rpc;

import java.util.Map;
import java.util.TreeSet;

/**
 * The identity of a caller.
 *
 * @param domain how it was established, such as {@code bearer}; empty for an anonymous caller
 * @param name the caller's name; empty for an anonymous caller
 * @param claims what the credential says besides
 */
public record Principal(String domain, String name, Map<String, String> claims) {
  /** A caller that showed no credential. */
  public static final Principal ANONYMOUS = new Principal("", "", Map.of());

  /** Copies the claims. */
  public Principal {
    claims = Map.copyOf(claims);
  }

  /** Whether a credential was checked. */
  public boolean authenticated() {
    return !name.isEmpty();
  }

  /** Leaves out what the claims say, which may be secrets. */
  @Override
  public String toString() {
    return "Principal[domain="
        + domain
        + ", name="
        + name
        + ", claims="
        + new TreeSet<>(claims.keySet())
        + "]";
  }
}
