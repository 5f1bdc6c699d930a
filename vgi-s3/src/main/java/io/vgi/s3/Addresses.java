package io.vgi.s3;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signed addresses of the objects of one bucket. Any thread. */
final class Addresses implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofDays(7);

  private final S3Presigner signer;
  private final String bucket;

  Addresses(S3Presigner signer, String bucket) {
    this.signer = signer;
    this.bucket = bucket;
  }

  /** For how long to sign what must hold for {@code lifetime}. */
  static Duration time(Duration lifetime) throws IOException {
    if (lifetime.compareTo(LONGEST) > 0) {
      throw new IOException(
          "Addresses of objects in S3 hold for 7 days at most, not for " + lifetime);
    }
    // whole seconds, counted from the beginning of the second in which they are signed
    Duration whole = Duration.ofSeconds(lifetime.plusNanos(999_999_999).toSeconds() + 1);
    return whole.compareTo(LONGEST) > 0 ? LONGEST : whole;
  }

  /** Where to read the object {@code key} with GET. */
  URI reading(String key, Duration time) {
    URL url =
        signer
            .presignGetObject(
                sign ->
                    sign.signatureDuration(time)
                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
            .url();
    return URI.create(url.toString());
  }

  /** Where to fill the object {@code key} with PUT, whatever content type is sent. */
  URI filling(String key, Duration time) {
    URL url =
        signer
            .presignPutObject(
                sign ->
                    sign.signatureDuration(time)
                        .putObjectRequest(put -> put.bucket(bucket).key(key)))
            .url();
    return URI.create(url.toString());
  }

  @Override
  public void close() {
    signer.close();
  }
}
