package io.vgi.http.internal.external;

import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.S3Provider;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Buckets, where the library for them is there. */
public final class S3Storages {
  private S3Storages() {}

  /**
   * The bucket at {@code location}; null without the library.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public static @Nullable ExternalStorage create(String location, Map<String, String> environment) {
    for (S3Provider provider : ServiceLoader.load(S3Provider.class)) {
      return provider.create(location, environment);
    }
    return null;
  }
}
