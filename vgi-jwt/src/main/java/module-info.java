/** Callers over HTTP known by JSON web tokens. */
module io.vgi.jwt {
  requires transitive io.vgi.http;
  requires com.nimbusds.jose.jwt;
  requires static transitive org.jspecify;

  exports io.vgi.jwt;

  provides io.vgi.http.auth.JwtProvider with
      io.vgi.jwt.internal.EnvironmentJwtProvider;
}
