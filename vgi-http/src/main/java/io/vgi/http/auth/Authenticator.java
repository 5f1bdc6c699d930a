package io.vgi.http.auth;

import io.vgi.rpc.Principal;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides who an HTTP request comes from. Called by many threads at once. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Returns who sent {@code request}.
   *
   * @throws AuthException when it shows no credential, or none that is accepted
   * @throws AuthUnavailableException when that cannot be found out at the moment
   */
  Principal authenticate(AuthRequest request) throws AuthException, AuthUnavailableException;

  /** Finds who a bearer token belongs to. */
  @FunctionalInterface
  interface BearerLookup {
    /** The owner of {@code token}, or null when there is none. */
    @Nullable Principal find(String token) throws AuthException, AuthUnavailableException;
  }

  /**
   * Accepts the keys of {@code tokens} as bearer tokens. They are compared in a time that does not
   * depend on their contents.
   */
  static Authenticator bearer(Map<String, Principal> tokens) {
    return bearer(new TokenTable(tokens)::find);
  }

  /** Accepts the bearer tokens that {@code lookup} knows. */
  static Authenticator bearer(BearerLookup lookup) {
    return request -> {
      Principal owner = lookup.find(request.bearerToken());
      if (owner == null) {
        throw new AuthException(
            AuthException.Reason.INVALID_CREDENTIAL, "The bearer token is not known here");
      }
      return owner;
    };
  }

  /**
   * Accepts those who have shown a certificate, each by the name of its subject as RFC 2253 writes
   * it; which certificates there may be is decided by the TLS context, see {@link
   * io.vgi.http.HttpOptions.Builder#clientCertificates}. A proxy that speaks TLS hides them.
   */
  static Authenticator clientCertificate() {
    return request -> {
      X509Certificate certificate = request.certificate();
      if (certificate == null) {
        throw new AuthException(
            AuthException.Reason.MISSING_CREDENTIAL, "A client certificate is needed");
      }
      return new Principal(
          "tls",
          certificate.getSubjectX500Principal().getName(),
          Map.of(
              "issuer", certificate.getIssuerX500Principal().getName(),
              "serial", certificate.getSerialNumber().toString(16)));
    };
  }

  /**
   * Accepts what any of {@code authenticators} accepts, asked in this order; when all refuse, the
   * reason is that of one that found a credential, if there is one.
   */
  static Authenticator anyOf(Authenticator... authenticators) {
    List<Authenticator> all = List.of(authenticators);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("At least one authenticator is needed");
    }
    return request -> {
      List<AuthException> refusals = new ArrayList<>();
      for (Authenticator one : all) {
        try {
          return one.authenticate(request);
        } catch (AuthException refused) {
          refusals.add(refused);
        }
      }
      AuthException telling = refusals.get(0);
      for (AuthException refused : refusals) {
        if (refused.reason().compareTo(telling.reason()) > 0) {
          telling = refused;
        }
      }
      throw telling;
    };
  }

  /** Takes those whom this one refuses for anonymous callers. */
  default Authenticator optional() {
    return request -> {
      try {
        return authenticate(request);
      } catch (AuthException refused) {
        return Principal.ANONYMOUS;
      }
    };
  }
}
