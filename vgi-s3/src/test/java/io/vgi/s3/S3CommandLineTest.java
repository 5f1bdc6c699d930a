package io.vgi.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.external.S3Provider;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way from the command line and the environment, with this module on the class path. */
@Timeout(60)
class S3CommandLineTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bucket|AWS_REGION=eu-west-1|it must be of the form s3://bucket/prefix, not 'bucket'",
        "s3://|AWS_REGION=eu-west-1|The S3 settings are wrong: a bucket is missing",
        "s3://bucket/a//b|AWS_DEFAULT_REGION=eu-west-1|The S3 settings are wrong: the prefix"
            + " '/a//b' may have letters, digits and -_.~ between slashes",
        "s3://bucket|AWS_REGION=eu west|The S3 settings are wrong: the region 'eu west' may have"
            + " letters, digits and '-' only",
        "s3://bucket|AWS_ENDPOINT_URL=http://example.org|The S3 settings are wrong: objects would"
            + " be at 'http://example.org:80/bucket/', which must be https, or http to this"
            + " machine",
        "s3://bucket|AWS_ENDPOINT_URL_S3=h ttp:|the endpoint of the environment is no URL",
      })
  void whatIsWrongIsSaid(String location, String variable, String why) {
    S3Provider provider = ServiceLoader.load(S3Provider.class).findFirst().orElseThrow();
    int equals = variable.indexOf('=');
    Map<String, String> environment =
        Map.of(variable.substring(0, equals), variable.substring(equals + 1));
    assertThatThrownBy(() -> provider.create(location, environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }

  @Test
  void aWorkerUsesTheBucket() throws Exception {
    try (S3Server server = new S3Server(folder);
        BufferAllocator memory = new RootAllocator()) {
      Process worker =
          worker(
              Map.of(
                  "AWS_ENDPOINT_URL",
                  "https://example.org",
                  "AWS_ENDPOINT_URL_S3",
                  server.endpoint().toString(),
                  "AWS_ACCESS_KEY_ID",
                  S3Server.ACCESS_KEY,
                  "AWS_SECRET_ACCESS_KEY",
                  S3Server.SECRET_KEY),
              "s3://" + S3Server.BUCKET + "/from/cli");
      try (BufferedReader out = worker.inputReader()) {
        String line = String.valueOf(out.readLine());
        assertThat(line).startsWith("PORT:");
        TextCaller caller = new TextCaller("http://127.0.0.1:" + line.substring(5), memory);
        TextCaller.Slot slot = caller.slot();
        URI upload = slot.upload();
        assertThat(upload.toString())
            .startsWith(server.endpoint() + "/" + S3Server.BUCKET + "/from/cli/");
        assertThat(Web.put(upload, new byte[3])).isEqualTo(200);
        assertThat(Web.get(slot.download()).body()).hasSize(3);
        assertThat(server.objects()).hasSize(1);
      } finally {
        worker.destroy();
        assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(server.objects()).hasSize(1);
    }
  }

  @Test
  void aWorkerWithoutCredentialsDoesNotStart() throws Exception {
    assertThat(refusal(Map.of()))
        .isEqualTo(
            "Option '--external-s3': The S3 settings are wrong: a region is missing: set"
                + " AWS_REGION.\n");
    assertThat(refusal(Map.of("AWS_REGION", "eu-west-1")))
        .isEqualTo(
            "Option '--external-s3': no credentials are found: set AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY, or give this machine a role.\n");
  }

  private String refusal(Map<String, String> variables) throws Exception {
    Process worker = worker(variables, "s3://results");
    assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(worker.exitValue()).isEqualTo(2);
    return Files.readString(folder.resolve("errors"));
  }

  private Process worker(Map<String, String> variables, String location) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                S3Worker.class.getName(),
                "--http",
                "--external-s3",
                location));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile());
    Map<String, String> all = new HashMap<>(variables);
    // neither the files of this user nor the network are asked for credentials
    all.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    all.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(all);
    return builder.start();
  }
}
