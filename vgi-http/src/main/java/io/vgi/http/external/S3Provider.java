package io.vgi.http.external;

import java.util.Map;

/**
 * Makes storages in S3; found with {@link java.util.ServiceLoader} when the command line asks for
 * one. The module {@code vgi-s3} has the implementation.
 */
public interface S3Provider {
  /**
   * Returns a storage.
   *
   * @param location {@code s3://bucket} or {@code s3://bucket/prefix}
   * @param environment the variables that say the region, the server and the credentials
   * @throws IllegalArgumentException with everything that is wrong
   */
  ExternalStorage create(String location, Map<String, String> environment);
}
