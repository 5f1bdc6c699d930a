package io.vgi.s3.internal;

import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.S3Provider;
import io.vgi.s3.S3Storage;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes the storage that the command line and the variables {@code AWS_*} describe. */
public final class EnvironmentS3Provider implements S3Provider {
  private static final String SCHEME = "s3://";

  /** For the service loader. */
  public EnvironmentS3Provider() {}

  @Override
  public ExternalStorage create(String location, Map<String, String> environment) {
    if (!location.startsWith(SCHEME)) {
      throw new IllegalArgumentException(
          "it must be of the form s3://bucket/prefix, not '" + location + "'");
    }
    String path = location.substring(SCHEME.length());
    int slash = path.indexOf('/');
    S3Storage.Builder builder =
        S3Storage.builder()
            .bucket(slash < 0 ? path : path.substring(0, slash))
            .prefix(slash < 0 ? "" : path.substring(slash));
    String region = first(environment, "AWS_REGION", "AWS_DEFAULT_REGION");
    if (region != null) {
      builder.region(region);
    }
    String endpoint = first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
    if (endpoint != null) {
      try {
        builder.endpoint(new URI(endpoint));
      } catch (URISyntaxException malformed) {
        throw new IllegalArgumentException("the endpoint of the environment is no URL");
      }
    }
    S3Storage storage = builder.build();
    // a worker that can never store anything had better not start
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      credentials.resolveCredentials();
    } catch (SdkException none) {
      storage.close();
      throw new IllegalArgumentException(
          "no credentials are found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this"
              + " machine a role");
    }
    return storage;
  }

  private static @Nullable String first(Map<String, String> environment, String... variables) {
    for (String variable : variables) {
      String value = environment.getOrDefault(variable, "").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return null;
  }
}
