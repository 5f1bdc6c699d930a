package io.vgi.http.auth;

import io.vgi.rpc.internal.wire.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where clients get a token for this server: the document of RFC 9728, with what DuckDB's extension
 * reads besides. Immutable.
 */
public final class OAuthMetadata {
  private final Map<String, Object> document;
  private final List<String> challenge;

  private OAuthMetadata(Map<String, Object> document, List<String> challenge) {
    this.document = document;
    this.challenge = challenge;
  }

  /**
   * Starts with what every document has.
   *
   * @param resource the URL of this server as clients name it
   */
  public static Builder builder(String resource) {
    return new Builder(resource);
  }

  /** The scheme, host and port of this server as clients name it. */
  public String origin() {
    URI resource = URI.create(String.valueOf(document.get("resource")));
    return resource.getScheme() + "://" + resource.getRawAuthority();
  }

  /** The document. */
  public String toJson() {
    return Json.value(document);
  }

  /** The {@code WWW-Authenticate} header of a 401, with the document at {@code metadataUrl}. */
  public String challenge(String metadataUrl) {
    StringBuilder header = new StringBuilder("Bearer resource_metadata=\"");
    header.append(metadataUrl).append('"');
    for (String parameter : challenge) {
      header.append(", ").append(parameter);
    }
    return header.toString();
  }

  /** Collects a document; everything that is wrong is reported at {@link #build}. */
  public static final class Builder {
    private final String resource;
    private final List<String> servers = new ArrayList<>();
    private final List<String> scopes = new ArrayList<>();
    private @Nullable String name;
    private @Nullable String clientId;
    private @Nullable String clientSecret;
    private @Nullable String deviceClientId;
    private @Nullable String deviceClientSecret;
    private @Nullable String tokenEndpoint;
    private boolean idToken;

    private Builder(String resource) {
      this.resource = resource;
    }

    /** Adds the URL of an authorization server; at least one is needed. */
    public Builder authorizationServer(String url) {
      servers.add(url);
      return this;
    }

    /** Adds a scope that clients may ask for. */
    public Builder scope(String scope) {
      scopes.add(scope);
      return this;
    }

    /** Names this server for people. */
    public Builder resourceName(String text) {
      name = text;
      return this;
    }

    /** The client that DuckDB signs in as, and its secret or null. */
    public Builder client(String id, @Nullable String secret) {
      clientId = id;
      clientSecret = secret;
      return this;
    }

    /** The client for the device flow, and its secret or null. */
    public Builder deviceClient(String id, @Nullable String secret) {
      deviceClientId = id;
      deviceClientSecret = secret;
      return this;
    }

    /** Where codes are changed for tokens, when the authorization server does not say. */
    public Builder tokenEndpoint(String url) {
      tokenEndpoint = url;
      return this;
    }

    /** Makes clients send the identity token in place of the access token. */
    public Builder idTokenAsBearer() {
      idToken = true;
      return this;
    }

    /**
     * Returns the document.
     *
     * @throws IllegalArgumentException with everything that is wrong
     */
    public OAuthMetadata build() {
      List<String> faults = new ArrayList<>();
      checkUrl("resource", resource, faults);
      if (servers.isEmpty()) {
        faults.add("an authorization server is missing");
      }
      servers.forEach(server -> checkUrl("authorization server", server, faults));
      if (tokenEndpoint != null) {
        checkUrl("token endpoint", tokenEndpoint, faults);
      }
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("resource", resource);
      document.put("authorization_servers", List.copyOf(servers));
      if (!scopes.isEmpty()) {
        document.put("scopes_supported", List.copyOf(scopes));
      }
      document.put("bearer_methods_supported", List.of("header"));
      if (name != null) {
        document.put("resource_name", name);
      }
      List<String> challenge = new ArrayList<>();
      client(document, challenge, "client_id", clientId, faults);
      client(document, challenge, "client_secret", clientSecret, faults);
      if (idToken) {
        document.put("use_id_token_as_bearer", true);
        challenge.add("use_id_token_as_bearer=\"true\"");
      }
      client(document, challenge, "device_code_client_id", deviceClientId, faults);
      client(document, challenge, "device_code_client_secret", deviceClientSecret, faults);
      if (tokenEndpoint != null) {
        document.put("token_endpoint", tokenEndpoint);
      }
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            "The OAuth metadata is wrong: " + String.join("; ", faults));
      }
      return new OAuthMetadata(document, List.copyOf(challenge));
    }

    private static void client(
        Map<String, Object> document,
        List<String> challenge,
        String key,
        @Nullable String value,
        List<String> faults) {
      if (value == null) {
        return;
      }
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (!(c < 128 && Character.isLetterOrDigit(c)) && "-._~".indexOf(c) < 0) {
          faults.add(key + " may have letters, digits and -._~ only");
          return;
        }
      }
      if (value.isEmpty()) {
        faults.add(key + " is empty");
      }
      document.put(key, value);
      challenge.add(key + "=\"" + value + "\"");
    }

    private static void checkUrl(String what, String url, List<String> faults) {
      try {
        URI uri = new URI(url);
        String host = uri.getHost();
        boolean local =
            "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
        if (host == null) {
          faults.add("the " + what + " '" + url + "' is no absolute URL");
        } else if (!"https".equals(uri.getScheme()) && !(local && "http".equals(uri.getScheme()))) {
          faults.add("the " + what + " '" + url + "' must be an https URL");
        }
      } catch (java.net.URISyntaxException malformed) {
        faults.add("the " + what + " '" + url + "' is no URL");
      }
    }
  }
}
