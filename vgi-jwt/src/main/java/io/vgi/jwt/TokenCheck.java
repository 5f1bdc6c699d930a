package io.vgi.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.AuthException.Reason;
import io.vgi.http.auth.AuthUnavailableException;
import io.vgi.rpc.Principal;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a token must be. No detail quotes the token.
 *
 * @param issuers the accepted issuers and where the keys of each are
 * @param audiences one of which a token must be for
 * @param algorithms one of which it must be signed with
 * @param scopes all of which it must have
 * @param nameClaim the claim with the caller's name
 * @param domain the domain of the principals, which the issuer is added to when there are several
 * @param skew how far the clocks may be apart
 * @param clock what the time is
 */
record TokenCheck(
    Map<String, KeySource> issuers,
    Set<String> audiences,
    Set<String> algorithms,
    Set<String> scopes,
    String nameClaim,
    String domain,
    Duration skew,
    Clock clock) {
  /** Other types, such as that of a logout token, are no proof of who calls. */
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  /** A token that was right, and what it takes to say so again without its signature. */
  record Accepted(
      Principal caller, KeySource source, Keys keys, @Nullable Date begins, Date expires) {}

  /** Whether nothing changed since {@code before} was found. */
  boolean holds(Accepted before) throws AuthUnavailableException {
    Instant now = clock.instant();
    return before.source().current() == before.keys()
        && !expired(before.expires(), now)
        && !early(before.begins(), now);
  }

  Accepted check(String token) throws AuthException, AuthUnavailableException {
    SignedJWT jwt;
    JWTClaimsSet claims;
    try {
      jwt = SignedJWT.parse(token);
      claims = jwt.getJWTClaimsSet();
    } catch (ParseException | RuntimeException malformed) {
      // some malformed tokens make the JOSE library throw what it does not declare
      throw invalid("The bearer token is no signed JSON web token");
    }
    if (claims == null) {
      throw invalid("The bearer token is no signed JSON web token");
    }
    JWSHeader header = jwt.getHeader();
    if (!algorithms.contains(header.getAlgorithm().getName())) {
      throw invalid("The token is signed with an algorithm that is not accepted");
    }
    JOSEObjectType type = header.getType();
    if (type != null && !TYPES.contains(type.getType().toLowerCase(Locale.ROOT))) {
      throw invalid("The token is of a type that is not accepted");
    }
    // before the signature: nobody is asked for the keys of tokens that are refused anyway
    KeySource keys = claims.getIssuer() == null ? null : issuers.get(claims.getIssuer());
    if (keys == null) {
      throw invalid("The token is of an issuer that is not accepted");
    }
    Keys used = checkSignature(jwt, keys);
    Date expires = checkTimes(claims);
    if (Collections.disjoint(claims.getAudience(), audiences)) {
      throw invalid("The token is for another audience");
    }
    Map<String, Object> members = claims.toJSONObject();
    Set<String> missing = new TreeSet<>(scopes);
    missing.removeAll(ClaimText.scopes(members));
    if (!missing.isEmpty()) {
      throw new AuthException(
          Reason.INSUFFICIENT_SCOPE, "The token lacks the scope " + String.join(" ", missing));
    }
    Map<String, String> text = ClaimText.of(members);
    String name = text.get(nameClaim);
    if (name == null || name.isBlank()) {
      throw invalid("The token has no claim '" + nameClaim + "', which is the caller's name");
    }
    // two issuers may give one name to two people, and what is kept for them must not be mixed up
    String whose = issuers.size() == 1 ? domain : domain + ":" + claims.getIssuer();
    return new Accepted(
        new Principal(whose, name, text), keys, used, claims.getNotBeforeTime(), expires);
  }

  private static Keys checkSignature(SignedJWT jwt, KeySource source)
      throws AuthException, AuthUnavailableException {
    Keys keys = source.current();
    List<JWSVerifier> verifiers = keys.verifiers(jwt.getHeader());
    if (verifiers.isEmpty()) {
      keys = source.after(keys);
      verifiers = keys.verifiers(jwt.getHeader());
    }
    if (verifiers.isEmpty()) {
      throw invalid("The token is signed with a key that its issuer does not publish");
    }
    Base64URL signature = jwt.getSignature();
    // one spelling only: decoding ignores unused bits and characters that are none of base64url
    if (Base64URL.encode(signature.decode()).equals(signature)) {
      for (JWSVerifier verifier : verifiers) {
        try {
          if (jwt.verify(verifier)) {
            return keys;
          }
        } catch (JOSEException unusable) {
          throw new IllegalStateException("A signature cannot be checked", unusable);
        }
      }
    }
    throw invalid("The signature of the token is wrong");
  }

  private Date checkTimes(JWTClaimsSet claims) throws AuthException {
    Instant now = clock.instant();
    @Nullable Date expires = claims.getExpirationTime();
    if (expires == null) {
      throw invalid("The token has no expiry");
    } else if (expired(expires, now)) {
      throw new AuthException(Reason.EXPIRED_CREDENTIAL, "The token has expired");
    } else if (early(claims.getNotBeforeTime(), now)) {
      throw invalid("The token is not valid yet");
    }
    return expires;
  }

  private boolean expired(Date expires, Instant now) {
    return !now.isBefore(expires.toInstant().plus(skew));
  }

  private boolean early(@Nullable Date begins, Instant now) {
    return begins != null && now.plus(skew).isBefore(begins.toInstant());
  }

  private static AuthException invalid(String detail) {
    return new AuthException(Reason.INVALID_CREDENTIAL, detail);
  }
}
