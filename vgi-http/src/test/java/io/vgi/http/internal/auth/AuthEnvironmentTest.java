package io.vgi.http.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.auth.AuthRequest;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the variables of the environment ask for. */
class AuthEnvironmentTest {
  private static Principal ask(Map<String, String> environment, String token) throws Exception {
    Authenticator authenticator = AuthEnvironment.read(environment).authenticator();
    assertThat(authenticator).isNotNull();
    return authenticator.authenticate(
        new AuthRequest("POST", "/", "::1", name -> List.of("Bearer " + token)));
  }

  /** Alternating names and values. */
  private static void faults(String expected, String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    assertThatThrownBy(() -> AuthEnvironment.read(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(expected);
  }

  @Test
  void withoutVariablesEverybodyMayCall() {
    assertThat(AuthEnvironment.read(Map.of())).isEqualTo(new AuthEnvironment.Found(null, null));
    Map<String, String> blank =
        Map.of(
            "VGI_BEARER_TOKENS", "",
            "VGI_JWT_ISSUER", " ",
            "VGI_OAUTH_RESOURCE", "",
            "VGI_PROXY_PROOF_MODE", "Off");
    assertThat(AuthEnvironment.read(blank)).isEqualTo(new AuthEnvironment.Found(null, null));
  }

  @Test
  void tokensHaveOwners() throws Exception {
    Map<String, String> environment =
        Map.of("VGI_BEARER_TOKENS", "t1=alice, t2=YWxpY2U=,,t3=a=b ,t1=bob");
    assertThat(ask(environment, "t2")).isEqualTo(new Principal("bearer", "YWxpY2U=", Map.of()));
    assertThat(ask(environment, "t3").name()).isEqualTo("a=b");
    assertThat(ask(environment, "t1").name()).isEqualTo("bob");
    assertThatThrownBy(() -> ask(environment, "t4"))
        .hasMessage("The bearer token is not known here");
  }

  @Test
  void malformedTokensAreNotShown() {
    faults(
        "entry 2 of VGI_BEARER_TOKENS must be token=principal; entry 3 of VGI_BEARER_TOKENS must be"
            + " token=principal; entry 4 of VGI_BEARER_TOKENS must be token=principal",
        "VGI_BEARER_TOKENS",
        "t1=alice,s3cr3t,=bob,s3cr3t=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"VGI_BEARER_TOKENS", "VGI_JWT_ISSUER", "VGI_JWT_AUDIENCE"})
  void aListWithoutEntriesDoesNotOpenTheWorker(String variable) {
    faults(variable + " is set but has no entries", variable, " , ,");
  }

  @ParameterizedTest
  @CsvSource({
    "VGI_JWT_ISSUER, https://x.org, VGI_JWT_AUDIENCE",
    "VGI_JWT_AUDIENCE, me, VGI_JWT_ISSUER",
    "VGI_JWT_JWKS_URI, https://x.org/k, VGI_JWT_ISSUER",
    "VGI_OAUTH_RESOURCE, https://x.org, VGI_OAUTH_AUTH_SERVERS",
    "VGI_OAUTH_AUTH_SERVERS, https://x.org, VGI_OAUTH_RESOURCE",
    "VGI_OAUTH_CLIENT_SECRET, shh, VGI_OAUTH_RESOURCE"
  })
  void whatBelongsTogetherIsMissed(String variable, String value, String missing) {
    faults(variable + " is set but " + missing + " is missing", variable, value);
  }

  @Test
  void withoutTheModuleThereAreNoWebTokens() {
    faults(
        "VGI_JWT_ISSUER is set but io.vgi:vgi-jwt is not among the worker's dependencies",
        "VGI_JWT_ISSUER",
        "https://x.org",
        "VGI_JWT_AUDIENCE",
        "me");
  }

  @Test
  void proofsThatCannotBeCheckedAreNotPromised() {
    faults(
        "VGI_PROXY_PROOF_MODE asks for proofs that this worker cannot check; only 'off' works",
        "VGI_PROXY_PROOF_MODE",
        "require",
        "VGI_BEARER_TOKENS",
        "t1=alice");
  }

  @Test
  void clientsAreToldWhereToGetTokens() {
    Map<String, String> environment = new HashMap<>();
    environment.put("VGI_OAUTH_RESOURCE", "https://x.org");
    environment.put("VGI_OAUTH_AUTH_SERVERS", "https://a.org, https://b.org");
    environment.put("VGI_OAUTH_SCOPES", "openid,email");
    environment.put("VGI_OAUTH_RESOURCE_NAME", "A worker");
    environment.put("VGI_OAUTH_CLIENT_ID", "id");
    environment.put("VGI_OAUTH_CLIENT_SECRET", "secret");
    environment.put("VGI_OAUTH_DEVICE_CODE_CLIENT_ID", "did");
    environment.put("VGI_OAUTH_DEVICE_CODE_CLIENT_SECRET", "dsecret");
    environment.put("VGI_OAUTH_USE_ID_TOKEN", "Yes");
    AuthEnvironment.Found found = AuthEnvironment.read(environment);
    assertThat(found.authenticator()).isNull();
    assertThat(found.oauth()).isNotNull();
    assertThat(found.oauth().toJson())
        .isEqualTo(
            "{\"resource\":\"https://x.org\","
                + "\"authorization_servers\":[\"https://a.org\",\"https://b.org\"],"
                + "\"scopes_supported\":[\"openid\",\"email\"],"
                + "\"bearer_methods_supported\":[\"header\"],"
                + "\"resource_name\":\"A worker\","
                + "\"client_id\":\"id\",\"client_secret\":\"secret\","
                + "\"use_id_token_as_bearer\":true,"
                + "\"device_code_client_id\":\"did\",\"device_code_client_secret\":\"dsecret\"}");
    environment.put("VGI_OAUTH_USE_ID_TOKEN", "0");
    environment.put("VGI_OAUTH_CLIENT_SECRET", "");
    environment.put("VGI_OAUTH_DEVICE_CODE_CLIENT_ID", "");
    environment.put("VGI_OAUTH_DEVICE_CODE_CLIENT_SECRET", "");
    assertThat(AuthEnvironment.read(environment).oauth().challenge("u"))
        .isEqualTo("Bearer resource_metadata=\"u\", client_id=\"id\"");
  }

  @Test
  void allFaultsAreToldAtOnce() {
    faults(
        "VGI_JWT_ISSUER is set but VGI_JWT_AUDIENCE is missing; entry 1 of VGI_BEARER_TOKENS must"
            + " be token=principal; VGI_OAUTH_CLIENT_SECRET is set but VGI_OAUTH_CLIENT_ID is"
            + " missing; VGI_OAUTH_USE_ID_TOKEN must be true or false; VGI_OAUTH_*: The OAuth"
            + " metadata is wrong: the resource 'http://x.org' must be an https URL;"
            + " VGI_PROXY_PROOF_MODE asks for proofs that this worker cannot check; only 'off'"
            + " works",
        "VGI_JWT_ISSUER",
        "https://x.org",
        "VGI_BEARER_TOKENS",
        "t1",
        "VGI_OAUTH_RESOURCE",
        "http://x.org",
        "VGI_OAUTH_AUTH_SERVERS",
        "https://x.org",
        "VGI_OAUTH_CLIENT_SECRET",
        "s",
        "VGI_OAUTH_USE_ID_TOKEN",
        "maybe",
        "VGI_PROXY_PROOF_MODE",
        "allow");
  }
}
