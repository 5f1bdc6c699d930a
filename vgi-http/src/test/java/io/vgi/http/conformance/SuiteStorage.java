package io.vgi.http.conformance;

import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.UploadSlot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The store that the conformance suite brings along: two addresses for every object. */
final class SuiteStorage implements ExternalStorage {
  private static final Pattern ADDRESS =
      Pattern.compile("\"(upload|download)_url\"\\s*:\\s*\"([^\"]+)\"");

  private final URI base;

  SuiteStorage(String base) {
    this.base = URI.create(base);
  }

  @Override
  public URI store(List<ByteBuffer> content, long length, Duration lifetime) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(length)];
    ByteBuffer all = ByteBuffer.wrap(bytes);
    content.forEach(part -> all.put(part.duplicate()));
    UploadSlot slot = slot(length, lifetime);
    send(slot.upload(), "PUT", bytes);
    return slot.download();
  }

  @Override
  public boolean givesSlots() {
    return true;
  }

  @Override
  public UploadSlot slot(long maxBytes, Duration lifetime) throws IOException {
    URI upload = base;
    URI download = base;
    Matcher found = ADDRESS.matcher(send(base.resolve("/alloc"), "POST", new byte[] {'{', '}'}));
    while (found.find()) {
      if (found.group(1).equals("upload")) {
        upload = URI.create(found.group(2));
      } else {
        download = URI.create(found.group(2));
      }
    }
    return new UploadSlot(upload, download, Instant.now().plus(lifetime));
  }

  @Override
  public boolean owns(URI url) {
    return base.getAuthority().equals(url.getAuthority());
  }

  @Override
  public boolean allowsLoopback() {
    return true;
  }

  /** One connection for each request, as the store closes those that stay open at any time. */
  private static String send(URI url, String verb, byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setRequestMethod(verb);
    connection.setRequestProperty("Connection", "close");
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
