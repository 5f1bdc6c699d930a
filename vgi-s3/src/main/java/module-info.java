/** Big results over HTTP by way of a bucket of S3 or a compatible server. */
module io.vgi.s3 {
  requires transitive io.vgi.http;
  requires transitive software.amazon.awssdk.auth;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.urlconnection;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.services.s3;
  requires static transitive org.jspecify;

  exports io.vgi.s3;

  provides io.vgi.http.external.S3Provider with
      io.vgi.s3.internal.EnvironmentS3Provider;
}
