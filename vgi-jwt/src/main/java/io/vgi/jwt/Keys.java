package io.vgi.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The public keys of a JWK set that signatures can be checked with. Immutable. */
final class Keys {
  private static final int LEAST_RSA_BITS = 2048;

  static final Keys NONE = new Keys(List.of());

  private record Key(JWK published, JWSVerifier verifier) {}

  private final List<Key> keys;

  private Keys(List<Key> keys) {
    this.keys = keys;
  }

  /**
   * Reads a JWK set. As RFC 7517 says, keys that cannot be used are left out; so are secret ones.
   *
   * @throws ParseException when it is none, or no key is left
   */
  static Keys parse(String json) throws ParseException {
    Object listed = members(json).get("keys");
    if (!(listed instanceof List<?> list)) {
      throw new ParseException("it has no list of keys", 0);
    }
    List<Key> keys = new ArrayList<>();
    for (Object one : list) {
      Key key = one instanceof Map<?, ?> members ? read(members) : null;
      if (key != null) {
        keys.add(key);
      }
    }
    if (keys.isEmpty()) {
      throw new ParseException(
          "none of its "
              + list.size()
              + " keys is a public RSA key of 2048 bits or more, EC or Ed25519 key for signatures",
          0);
    }
    return new Keys(List.copyOf(keys));
  }

  /** The members of a JSON object; the JOSE library takes {@code null} for one. */
  static Map<String, Object> members(String json) throws ParseException {
    @Nullable Map<String, Object> members = JSONObjectUtils.parse(json);
    if (members == null) {
      throw new ParseException("it is no JSON object", 0);
    }
    return members;
  }

  private static @Nullable Key read(Map<?, ?> members) {
    try {
      JWK jwk = JWK.parse(JSONObjectUtils.toJSONString(named(members)));
      JWSVerifier verifier = verifier(jwk);
      return verifier == null ? null : new Key(jwk.toPublicJWK(), verifier);
    } catch (ParseException | JOSEException | IllegalArgumentException unusable) {
      return null;
    }
  }

  private static Map<String, Object> named(Map<?, ?> members) {
    Map<String, Object> named = JSONObjectUtils.newJSONObject();
    members.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  private static @Nullable JWSVerifier verifier(JWK jwk) throws JOSEException {
    if (jwk instanceof RSAKey rsa) {
      return rsa.size() < LEAST_RSA_BITS ? null : new RSASSAVerifier(rsa.toPublicJWK());
    } else if (jwk instanceof ECKey ec) {
      return new ECDSAVerifier(ec.toPublicJWK());
    } else if (jwk instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())) {
      return new Ed25519Check(pair);
    }
    return null;
  }

  /** What checks the signature of a token with {@code header}; empty when no key fits. */
  List<JWSVerifier> verifiers(JWSHeader header) {
    JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
    List<JWSVerifier> fitting = new ArrayList<>(1);
    for (Key key : keys) {
      Set<?> algorithms = key.verifier().supportedJWSAlgorithms();
      if (algorithms.contains(header.getAlgorithm())
          && matcher != null
          && matcher.matches(key.published())) {
        fitting.add(key.verifier());
      }
    }
    return fitting;
  }
}
