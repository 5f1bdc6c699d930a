package io.vgi.http.internal.auth;

import io.vgi.http.auth.Authenticator;
import io.vgi.http.auth.JwtProvider;
import io.vgi.http.auth.OAuthMetadata;
import io.vgi.rpc.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the variables of the environment say about who may call. */
public final class AuthEnvironment {
  private static final String TOKENS = "VGI_BEARER_TOKENS";
  private static final String ISSUER = "VGI_JWT_ISSUER";
  private static final String AUDIENCE = "VGI_JWT_AUDIENCE";
  private static final String JWKS = "VGI_JWT_JWKS_URI";
  private static final String OAUTH = "VGI_OAUTH_";
  private static final String RESOURCE = "VGI_OAUTH_RESOURCE";
  private static final String SERVERS = "VGI_OAUTH_AUTH_SERVERS";
  private static final String ID_TOKEN = "VGI_OAUTH_USE_ID_TOKEN";
  private static final String PROXY_PROOF = "VGI_PROXY_PROOF_MODE";

  private final Map<String, String> environment;
  private final List<String> faults = new ArrayList<>();

  private AuthEnvironment(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * What was found.
   *
   * @param authenticator who decides, or null when everybody may call
   * @param oauth what callers without a credential are told, or null
   */
  public record Found(@Nullable Authenticator authenticator, @Nullable OAuthMetadata oauth) {}

  /**
   * Reads {@code environment}.
   *
   * @throws IllegalArgumentException with everything that is wrong
   */
  public static Found read(Map<String, String> environment) {
    AuthEnvironment from = new AuthEnvironment(environment);
    List<Authenticator> all = new ArrayList<>();
    Authenticator jwt = from.jwt();
    if (jwt != null) {
      all.add(jwt);
    }
    Map<String, Principal> tokens = from.tokens(TOKENS);
    if (!tokens.isEmpty()) {
      all.add(Authenticator.bearer(tokens));
    }
    OAuthMetadata oauth = from.oauth();
    from.refuseProxyProof();
    if (!from.faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", from.faults));
    }
    Authenticator any =
        all.isEmpty() ? null : Authenticator.anyOf(all.toArray(new Authenticator[0]));
    return new Found(any, oauth);
  }

  private Map<String, Principal> tokens(String variable) {
    Map<String, Principal> tokens = new LinkedHashMap<>();
    int number = 0;
    for (String entry : list(variable)) {
      number++;
      int equals = entry.indexOf('=');
      if (equals <= 0 || equals == entry.length() - 1) {
        // the entry itself would show a token
        faults.add("entry " + number + " of " + variable + " must be token=principal");
      } else {
        String name = entry.substring(equals + 1);
        tokens.put(entry.substring(0, equals), new Principal("bearer", name, Map.of()));
      }
    }
    return tokens;
  }

  private @Nullable Authenticator jwt() {
    List<String> issuers = list(ISSUER);
    List<String> audiences = list(AUDIENCE);
    String jwks = text(JWKS);
    if (issuers.isEmpty()) {
      // without its issuer the worker would be open to all
      if (!audiences.isEmpty()) {
        needs(AUDIENCE, ISSUER);
      } else if (jwks != null) {
        needs(JWKS, ISSUER);
      }
      return null;
    } else if (audiences.isEmpty()) {
      needs(ISSUER, AUDIENCE);
      return null;
    }
    for (JwtProvider provider : ServiceLoader.load(JwtProvider.class)) {
      try {
        return provider.create(issuers, audiences, jwks);
      } catch (IllegalArgumentException wrong) {
        faults.add("VGI_JWT_*: " + wrong.getMessage());
        return null;
      }
    }
    faults.add(ISSUER + " is set but io.vgi:vgi-jwt is not among the worker's dependencies");
    return null;
  }

  private @Nullable OAuthMetadata oauth() {
    String resource = text(RESOURCE);
    if (resource == null) {
      for (String variable : new TreeSet<>(environment.keySet())) {
        if (variable.startsWith(OAUTH) && text(variable) != null) {
          needs(variable, RESOURCE);
        }
      }
      return null;
    }
    OAuthMetadata.Builder metadata = OAuthMetadata.builder(resource);
    List<String> servers = list(SERVERS);
    if (servers.isEmpty()) {
      needs(RESOURCE, SERVERS);
      return null;
    }
    servers.forEach(metadata::authorizationServer);
    list("VGI_OAUTH_SCOPES").forEach(metadata::scope);
    String name = text("VGI_OAUTH_RESOURCE_NAME");
    if (name != null) {
      metadata.resourceName(name);
    }
    String client = client("VGI_OAUTH_CLIENT");
    if (client != null) {
      metadata.client(client, text("VGI_OAUTH_CLIENT_SECRET"));
    }
    String device = client("VGI_OAUTH_DEVICE_CODE_CLIENT");
    if (device != null) {
      metadata.deviceClient(device, text("VGI_OAUTH_DEVICE_CODE_CLIENT_SECRET"));
    }
    String idToken = environment.getOrDefault(ID_TOKEN, "").strip().toLowerCase(Locale.ROOT);
    if (List.of("1", "true", "yes").contains(idToken)) {
      metadata.idTokenAsBearer();
    } else if (!List.of("", "0", "false", "no").contains(idToken)) {
      faults.add(ID_TOKEN + " must be true or false");
    }
    try {
      return metadata.build();
    } catch (IllegalArgumentException wrong) {
      faults.add("VGI_OAUTH_*: " + wrong.getMessage());
      return null;
    }
  }

  private @Nullable String client(String prefix) {
    String id = text(prefix + "_ID");
    if (id == null && text(prefix + "_SECRET") != null) {
      needs(prefix + "_SECRET", prefix + "_ID");
    }
    return id;
  }

  private void needs(String set, String other) {
    // a list without entries is told of already
    if (text(other) == null) {
      faults.add(set + " is set but " + other + " is missing");
    }
  }

  /** What asks for more protection than there is must not be ignored. */
  private void refuseProxyProof() {
    String mode = text(PROXY_PROOF);
    if (mode != null && !mode.equalsIgnoreCase("off")) {
      faults.add(PROXY_PROOF + " asks for proofs that this worker cannot check; only 'off' works");
    }
  }

  private @Nullable String text(String variable) {
    String value = environment.getOrDefault(variable, "").strip();
    return value.isEmpty() ? null : value;
  }

  private List<String> list(String variable) {
    List<String> entries = new ArrayList<>();
    for (String entry : environment.getOrDefault(variable, "").split(",", -1)) {
      if (!entry.isBlank()) {
        entries.add(entry.strip());
      }
    }
    if (entries.isEmpty() && text(variable) != null) {
      faults.add(variable + " is set but has no entries");
    }
    return entries;
  }
}
