package io.vgi.http.internal;

import io.vgi.rpc.TransportProvider;

/** Says that HTTP can be served. */
public final class HttpTransport implements TransportProvider {
  /** For the service loader. */
  public HttpTransport() {}

  @Override
  public String name() {
    return "http";
  }
}
