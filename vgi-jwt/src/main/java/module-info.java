/** Callers over HTTP known by JSON web tokens. */
module io.vgi.jwt {
  requires transitive io.vgi.rpc;
  requires com.nimbusds.jose.jwt;
  requires static transitive org.jspecify;

  exports io.vgi.jwt;

  provides io.vgi.rpc.auth.JwtProvider with
      io.vgi.jwt.internal.EnvironmentJwtProvider;
}
