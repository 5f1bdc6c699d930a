package io.vgi.jwt;

import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.AuthRequest;
import io.vgi.http.auth.AuthUnavailableException;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Principal;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts signed JSON web tokens (RFC 7519) as bearer tokens. The keys come from the issuer: over
 * HTTP with the first token, kept for a while and asked for again when a token names another one.
 *
 * <p>A token must be signed with an accepted algorithm, be of one of the issuers, for one of the
 * audiences and have an expiry. The caller's name is one of its claims, and all of them are among
 * {@link Principal#claims}: strings as they are, anything else as JSON. With several issuers the
 * caller's domain ends with a colon and the issuer, because two may give one name to two people.
 *
 * <p>While the keys cannot be fetched callers get an {@link AuthUnavailableException}, unless old
 * keys serve on ({@link Builder#outage}). Used by many threads at once.
 */
public final class JwtAuthenticator implements Authenticator {
  /** The algorithms accepted when nothing else is said. */
  public static final Set<String> ALGORITHMS = Set.of("RS256", "ES256", "PS256", "EdDSA");

  private static final Set<String> POSSIBLE =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
          "Ed25519");

  private final TokenMemory tokens;

  private JwtAuthenticator(TokenCheck tokens) {
    this.tokens = new TokenMemory(tokens);
  }

  /** Starts without issuer and audience; both are needed. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns who the bearer token of {@code request} was issued to.
   *
   * @throws AuthException when there is no token, or it is not accepted
   * @throws AuthUnavailableException when the keys cannot be fetched at the moment
   */
  @Override
  public Principal authenticate(AuthRequest request)
      throws AuthException, AuthUnavailableException {
    return tokens.check(request.bearerToken());
  }

  /** Collects what tokens must be; everything that is wrong is reported at {@link #build}. */
  public static final class Builder {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Set<String> issuers = new LinkedHashSet<>();
    private final Set<String> audiences = new LinkedHashSet<>();
    private final Set<String> scopes = new LinkedHashSet<>();
    private Set<String> algorithms = ALGORITHMS;
    private @Nullable String jwksUrl;
    private @Nullable String jwks;
    private String domain = "jwt";
    private String nameClaim = "sub";
    private Duration skew = Duration.ofSeconds(60);
    private Duration fresh = Duration.ofMinutes(5);
    private Duration outage = Duration.ofHours(1);
    private Duration interval = Duration.ofSeconds(10);
    private Duration connect = Duration.ofSeconds(2);
    private Duration read = Duration.ofSeconds(5);
    private Clock clock = Clock.systemUTC();
    private LongSupplier nanos = System::nanoTime;

    private Builder() {}

    /**
     * Adds an issuer, spelled as in the claim {@code iss}. Its keys are found by its OpenID
     * configuration when neither {@link #jwksUrl} nor {@link #jwks} is given; it must then be an
     * https URL.
     */
    public Builder issuer(String name) {
      issuers.add(name);
      return this;
    }

    /** Adds whom a token may be for (the claim {@code aud}); one of several is enough. */
    public Builder audience(String name) {
      audiences.add(name);
      return this;
    }

    /** Names where the keys of all issuers are: https, or http to this machine. */
    public Builder jwksUrl(String url) {
      jwksUrl = url;
      return this;
    }

    /** Gives the keys of all issuers, a JWK set as JSON, which are never fetched then. */
    public Builder jwks(String json) {
      jwks = json;
      return this;
    }

    /** Accepts these algorithms only; those with a shared secret are never accepted. */
    public Builder algorithms(String... names) {
      algorithms = new LinkedHashSet<>(List.of(names));
      return this;
    }

    /** Refuses tokens without this scope; several are all needed. */
    public Builder requiredScope(String scope) {
      scopes.add(scope);
      return this;
    }

    /** Names the claim with the caller's name, {@code sub} by default. */
    public Builder principalClaim(String claim) {
      nameClaim = claim;
      return this;
    }

    /**
     * Sets the domain of the principals, {@code jwt} by default; several issuers are added to it.
     */
    public Builder domain(String name) {
      domain = name;
      return this;
    }

    /** Allows clocks to be so far apart, 60 seconds by default. */
    public Builder clockSkew(Duration most) {
      skew = most;
      return this;
    }

    /** Keeps fetched keys so long, 5 minutes by default. */
    public Builder keepKeys(Duration time) {
      fresh = time;
      return this;
    }

    /** Lets keys serve on so much longer while they cannot be fetched, an hour by default. */
    public Builder outage(Duration time) {
      outage = time;
      return this;
    }

    /** Asks for unknown keys at most so often, every 10 seconds by default. */
    public Builder refreshInterval(Duration time) {
      interval = time;
      return this;
    }

    /** Waits so long for the issuer: for a connection (2 s by default), and an answer (5 s). */
    public Builder timeouts(Duration connection, Duration answer) {
      connect = connection;
      read = answer;
      return this;
    }

    Builder time(Clock wall, LongSupplier ticks) {
      clock = wall;
      nanos = ticks;
      return this;
    }

    /**
     * Returns the authenticator. Nothing is fetched yet.
     *
     * @throws IllegalArgumentException with everything that is wrong
     */
    public JwtAuthenticator build() {
      List<String> faults = new ArrayList<>();
      named("issuer", issuers, faults);
      named("audience", audiences, faults);
      checkAlgorithms(faults);
      if (nameClaim.isBlank() || domain.isBlank()) {
        faults.add("the principal claim and the domain must not be blank");
      }
      atMost("clock skew", skew, Duration.ZERO, Duration.ofHours(1), faults);
      atMost("time to keep keys", fresh, Duration.ZERO, Duration.ofDays(30), faults);
      atMost("outage", outage, Duration.ZERO, Duration.ofDays(30), faults);
      atMost("refresh interval", interval, Duration.ZERO, Duration.ofDays(1), faults);
      atMost("connect timeout", connect, Duration.ofMillis(1), LONGEST_WAIT, faults);
      atMost("read timeout", read, Duration.ofMillis(1), LONGEST_WAIT, faults);
      Map<String, KeySource> keys = keys(faults);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            "The JWT settings are wrong: " + String.join("; ", faults));
      }
      return new JwtAuthenticator(
          new TokenCheck(
              Map.copyOf(keys),
              Set.copyOf(audiences),
              Set.copyOf(algorithms),
              Set.copyOf(scopes),
              nameClaim,
              domain,
              skew,
              clock));
    }

    private void checkAlgorithms(List<String> faults) {
      if (algorithms.isEmpty()) {
        faults.add("an algorithm is missing");
      }
      for (String name : algorithms) {
        if (!POSSIBLE.contains(name)) {
          faults.add("the algorithm '" + name + "' is not one of " + String.join(", ", sorted()));
        }
      }
    }

    private static List<String> sorted() {
      return POSSIBLE.stream().sorted().toList();
    }

    private Map<String, KeySource> keys(List<String> faults) {
      Map<String, KeySource> keys = new LinkedHashMap<>();
      if (jwks != null) {
        KeySource fixed = fixed(jwks, faults);
        issuers.forEach(issuer -> keys.put(issuer, fixed));
        return keys;
      }
      KeySource shared = null;
      if (jwksUrl != null) {
        url("JWKS URL", jwksUrl, faults);
        shared = remote(String.join(", ", issuers), jwksUrl);
      }
      for (String issuer : issuers) {
        if (shared == null) {
          url("issuer", issuer, faults);
        }
        keys.put(issuer, shared == null ? remote(issuer, null) : shared);
      }
      return keys;
    }

    private KeySource fixed(String json, List<String> faults) {
      if (jwksUrl != null) {
        faults.add("both a JWK set and a JWKS URL are given");
      }
      try {
        return new KeySource.Fixed(Keys.parse(json));
      } catch (ParseException wrong) {
        faults.add("the JWK set is not usable: " + wrong.getMessage());
        return new KeySource.Fixed(Keys.NONE);
      }
    }

    private KeySource remote(String issuer, @Nullable String url) {
      return new RemoteKeys(
          new KeyDocuments(issuer, url, connect, read),
          new RemoteKeys.Times(fresh, outage, interval),
          nanos);
    }

    private static void named(String what, Set<String> names, List<String> faults) {
      if (names.isEmpty()) {
        faults.add("an " + what + " is missing");
      } else if (names.stream().anyMatch(String::isBlank)) {
        faults.add("an " + what + " is blank");
      }
    }

    private static void url(String what, String url, List<String> faults) {
      String fault = WebUrl.fault(url);
      if (fault != null) {
        faults.add("the " + what + " " + fault);
      }
    }

    private static void atMost(
        String what, Duration value, Duration least, Duration most, List<String> faults) {
      if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
        faults.add("the " + what + " must be between " + least + " and " + most);
      }
    }
  }
}
