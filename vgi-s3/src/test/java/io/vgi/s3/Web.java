package io.vgi.s3;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A client that knows nothing but addresses. */
final class Web {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Web() {}

  static HttpResponse<byte[]> get(URI url) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
  }

  static HttpResponse<byte[]> send(String verb, URI url, byte[] body, String type)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(url)
            .method(verb, HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Content-Type", type)
            .build(),
        BodyHandlers.ofByteArray());
  }

  static int put(URI url, byte[] body) throws IOException, InterruptedException {
    return send("PUT", url, body, "application/octet-stream").statusCode();
  }
}
