package io.vgi.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document that tells clients where to get a token, and the header that leads to it. */
class OAuthMetadataTest {
  private static final String WELL_KNOWN =
      "https://vgi.example.org/.well-known/oauth-protected-resource/worker";

  private static OAuthMetadata.Builder smallest() {
    return OAuthMetadata.builder("https://vgi.example.org/worker")
        .authorizationServer("https://login.example.org");
  }

  @Test
  void theSmallestDocument() {
    OAuthMetadata metadata = smallest().build();
    assertThat(metadata.toJson())
        .isEqualTo(
            "{\"resource\":\"https://vgi.example.org/worker\","
                + "\"authorization_servers\":[\"https://login.example.org\"],"
                + "\"bearer_methods_supported\":[\"header\"]}");
    assertThat(metadata.challenge(WELL_KNOWN))
        .isEqualTo("Bearer resource_metadata=\"" + WELL_KNOWN + "\"");
  }

  @Test
  void theLargestDocument() {
    OAuthMetadata metadata =
        smallest()
            .authorizationServer("https://second.example.org/tenant")
            .scope("openid")
            .scope("vgi.read")
            .resourceName("The \"worker\"")
            .client("an-id", "a-s3cr3t")
            .deviceClient("device.id", "device~s3cr3t")
            .tokenEndpoint("https://vgi.example.org/worker/_oauth/token")
            .idTokenAsBearer()
            .build();
    assertThat(metadata.toJson())
        .isEqualTo(
            "{\"resource\":\"https://vgi.example.org/worker\","
                + "\"authorization_servers\":[\"https://login.example.org\","
                + "\"https://second.example.org/tenant\"],"
                + "\"scopes_supported\":[\"openid\",\"vgi.read\"],"
                + "\"bearer_methods_supported\":[\"header\"],"
                + "\"resource_name\":\"The \\\"worker\\\"\","
                + "\"client_id\":\"an-id\","
                + "\"client_secret\":\"a-s3cr3t\","
                + "\"use_id_token_as_bearer\":true,"
                + "\"device_code_client_id\":\"device.id\","
                + "\"device_code_client_secret\":\"device~s3cr3t\","
                + "\"token_endpoint\":\"https://vgi.example.org/worker/_oauth/token\"}");
    assertThat(metadata.challenge(WELL_KNOWN))
        .isEqualTo(
            "Bearer resource_metadata=\""
                + WELL_KNOWN
                + "\", client_id=\"an-id\", client_secret=\"a-s3cr3t\","
                + " use_id_token_as_bearer=\"true\", device_code_client_id=\"device.id\","
                + " device_code_client_secret=\"device~s3cr3t\"");
  }

  @Test
  void secretsAreOptional() {
    assertThat(smallest().client("a", null).deviceClient("b", null).build().challenge("u"))
        .isEqualTo("Bearer resource_metadata=\"u\", client_id=\"a\", device_code_client_id=\"b\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1:1/x", "http://[::1]:80"})
  void thisMachineNeedsNoTls(String url) {
    assertThat(OAuthMetadata.builder(url).authorizationServer(url).build().toJson()).contains(url);
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                OAuthMetadata.builder("worker")
                    .authorizationServer("http://login.example.org")
                    .authorizationServer("https://a b")
                    .client("an id", "s3cr3t\"")
                    .deviceClient("", null)
                    .tokenEndpoint("ftp://localhost/x")
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The OAuth metadata is wrong: the resource 'worker' is no absolute URL; the"
                + " authorization server 'http://login.example.org' must be an https URL; the"
                + " authorization server 'https://a b' is no URL; the token endpoint"
                + " 'ftp://localhost/x' must be an https URL; client_id may have letters, digits"
                + " and -._~ only; client_secret may have letters, digits and -._~ only;"
                + " device_code_client_id is empty");
    assertThatThrownBy(() -> OAuthMetadata.builder("https://x.org").build())
        .hasMessage("The OAuth metadata is wrong: an authorization server is missing");
  }
}
