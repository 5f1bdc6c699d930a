package io.vgi.s3;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Whom to ask, and how.
 *
 * @param region where it is
 * @param endpoint its address, null for AWS
 * @param pathStyle whether the bucket is in the path of addresses, else it is in the host
 */
record Server(Region region, @Nullable URI endpoint, boolean pathStyle) {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private S3Configuration configuration() {
    return S3Configuration.builder()
        .pathStyleAccessEnabled(pathStyle)
        // many other servers do not know AWS's chunked bodies
        .chunkedEncodingEnabled(false)
        .build();
  }

  /** What stores objects; closing it closes {@code who}. */
  S3Client client(AwsCredentialsProvider who) {
    S3ClientBuilder client =
        S3Client.builder()
            .region(region)
            .serviceConfiguration(configuration())
            .disableS3ExpressSessionAuth(true)
            // the pointer has a digest of its own
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .credentialsProvider(who)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE));
    if (endpoint != null) {
      client.endpointOverride(endpoint);
    }
    return client.build();
  }

  /** What signs addresses; closing it closes {@code who}. */
  S3Presigner signer(AwsCredentialsProvider who) {
    S3Presigner.Builder signer =
        S3Presigner.builder()
            .region(region)
            .serviceConfiguration(configuration())
            .disableS3ExpressSessionAuth(true)
            .credentialsProvider(who);
    if (endpoint != null) {
      signer.endpointOverride(endpoint);
    }
    return signer.build();
  }
}
