package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.RenegotiationRequiredException;
import io.undertow.server.SSLSessionInfo;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What clients have shown of themselves before the first request. */
final class ClientCertificates {
  private ClientCertificates() {}

  /** The certificate of the client of {@code exchange}, or null when it has shown none. */
  static @Nullable X509Certificate of(HttpServerExchange exchange) {
    SSLSessionInfo tls = exchange.getConnection().getSslSessionInfo();
    if (tls == null) {
      return null;
    }
    try {
      Certificate[] chain = tls.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate shown ? shown : null;
    } catch (SSLPeerUnverifiedException | RenegotiationRequiredException none) {
      return null;
    }
  }
}
