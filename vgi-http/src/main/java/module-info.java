/** The RPC layer over HTTP: who may call, streams as turns, big results by way of a storage. */
module io.vgi.http {
  requires transitive io.vgi.rpc;
  requires undertow.core;
  requires xnio.api;
  requires org.jboss.threads;
  requires com.github.luben.zstd_jni;
  requires java.logging;
  requires static transitive org.jspecify;

  exports io.vgi.http;
  exports io.vgi.http.auth;
  exports io.vgi.http.external;
  exports io.vgi.http.internal.auth to
      io.vgi;
  exports io.vgi.http.internal.stream to
      io.vgi;
  exports io.vgi.http.internal.external to
      io.vgi;

  provides io.vgi.rpc.TransportProvider with
      io.vgi.http.internal.HttpTransport;

  uses io.vgi.http.auth.JwtProvider;
  uses io.vgi.http.external.S3Provider;
}
