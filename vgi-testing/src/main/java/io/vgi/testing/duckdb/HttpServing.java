package io.vgi.testing.duckdb;

import io.vgi.Worker;
import io.vgi.http.HttpOptions;
import java.io.IOException;

/** Serves over HTTP; apart, as the library for it may be missing. */
final class HttpServing {
  private HttpServing() {}

  static Worker.Handle start(Worker worker) throws IOException {
    return worker.serveHttp(
        HttpOptions.builder().host("127.0.0.1").port(0).grace(ServedWorker.GRACE));
  }
}
