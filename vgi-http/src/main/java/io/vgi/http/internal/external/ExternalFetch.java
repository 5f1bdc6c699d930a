package io.vgi.http.internal.external;

import io.vgi.http.external.ExternalStorage;
import io.vgi.http.internal.coding.Bounded;
import io.vgi.http.internal.coding.Codings;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.CallMemory;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Gets what a client says is at an address: only at addresses of the storage, at every step, and
 * only so many bytes. No message shows more of an address than its host and path.
 */
final class ExternalFetch {
  private static final int MOST_REDIRECTS = 5;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 30_000;
  private static final long MOST_NANOS = Duration.ofMinutes(5).toNanos();

  private final ExternalStorage storage;
  private final List<String> codings;
  private final long most;

  ExternalFetch(ExternalStorage storage, List<String> codings, long most) {
    this.storage = storage;
    this.codings = codings;
    this.most = most;
  }

  /** The decoded content of {@code location}, which counts for the call; the caller closes it. */
  ChunkedBuffer fetch(String location, CallMemory memory) {
    URI url = parse(location);
    try {
      ChunkedBuffer own = url.getHost() != null && storage.owns(url) ? open(url, memory) : null;
      return own == null ? get(checked(url), memory) : own;
    } catch (OutOfMemoryError full) { // the JVM allows less for buffers than the budget does
      throw memory.exhausted(full);
    } catch (NoSuchFileException gone) {
      throw VgiException.notFound("There is nothing at '" + shown(url) + "'");
    } catch (IOException failure) {
      // its message may have the whole address
      WorkerLog.warn("'" + shown(url) + "' failed: " + failure.getClass().getSimpleName());
      throw VgiException.unavailable("'" + shown(url) + "' cannot be read");
    }
  }

  /** What the storage reads without a request, so that its scheme does not matter. */
  private @Nullable ChunkedBuffer open(URI url, CallMemory memory) throws IOException {
    try (InputStream own = storage.open(url)) {
      return own == null ? null : read(own, own.available(), url, memory);
    }
  }

  private ChunkedBuffer get(URI first, CallMemory memory) throws IOException {
    URI url = first;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      try {
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestProperty(
            "Accept-Encoding", codings.isEmpty() ? Codings.IDENTITY : String.join(", ", codings));
        int status = connection.getResponseCode();
        if (status == 200) {
          try (InputStream in = connection.getInputStream()) {
            long announced = connection.getContentLengthLong();
            return decoded(connection, read(in, announced, url, memory), url);
          }
        }
        String next = connection.getHeaderField("Location");
        if (next == null || !isRedirect(status)) {
          throw VgiException.notFound("'" + shown(url) + "' answers with status " + status);
        }
        url = checked(url.resolve(parse(next)));
      } finally {
        connection.disconnect();
      }
    }
    throw VgiException.invalidArgument(
        "'" + shown(first) + "' goes over the redirect limit of " + MOST_REDIRECTS);
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private ChunkedBuffer read(InputStream in, long announced, URI url, CallMemory memory)
      throws IOException {
    if (announced > most) {
      throw tooLarge(url);
    }
    memory.check(Math.max(0, announced));
    long end = System.nanoTime() + MOST_NANOS;
    ChunkedBuffer content = new ChunkedBuffer(memory);
    try {
      ReadableByteChannel parts = Channels.newChannel(in);
      while (parts.read(content.room()) >= 0) {
        if (content.size() > most) {
          throw tooLarge(url);
        }
        if (System.nanoTime() - end > 0) {
          throw VgiException.unavailable("'" + shown(url) + "' takes too long to be read");
        }
      }
      return content;
    } catch (IOException | RuntimeException | Error failure) {
      content.close();
      throw failure;
    }
  }

  private VgiException tooLarge(URI url) {
    return exhausted(
        "'" + shown(url) + "' takes more than the " + most + " bytes allowed (max_fetch_bytes)");
  }

  private ChunkedBuffer decoded(HttpURLConnection connection, ChunkedBuffer content, URI url) {
    String coding = connection.getHeaderField("X-VGI-Content-Encoding");
    if (coding == null) {
      coding = connection.getContentEncoding();
    }
    if (coding == null || coding.isEmpty() || coding.equalsIgnoreCase(Codings.IDENTITY)) {
      return content;
    }
    try (content) {
      String name = coding.toLowerCase(Locale.ROOT);
      if (!codings.contains(name)) {
        throw VgiException.invalidArgument("'" + shown(url) + "' is coded as it is not read here");
      }
      return Codings.decode(name, content, most);
    } catch (Bounded.TooLargeException tooLarge) {
      throw exhausted(
          "'"
              + shown(url)
              + "' takes more than the "
              + most
              + " bytes allowed when decompressed (max_decompressed_bytes)");
    } catch (IOException damaged) {
      throw VgiException.invalidArgument(
          "'" + shown(url) + "' cannot be decoded: " + damaged.getMessage());
    }
  }

  private static VgiException exhausted(String message) {
    return new VgiException(VgiException.Kind.RESOURCE_EXHAUSTED, message, null);
  }

  private static URI parse(String location) {
    try {
      return new URI(location);
    } catch (URISyntaxException wrong) {
      throw VgiException.invalidArgument("URL rejected: it is malformed");
    }
  }

  private URI checked(URI url) {
    String scheme = url.getScheme();
    String host = url.getHost();
    String why = null;
    if (scheme == null || host == null) {
      why = "it names no host";
    } else if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      why = "it has more than a host, a path and a query";
    } else if (!scheme.equalsIgnoreCase("https")
        && !(scheme.equalsIgnoreCase("http") && storage.allowsLoopback() && isLoopback(host))) {
      why = "only https is allowed";
    } else if (!storage.owns(url)) {
      why = "it is no address of the external storage";
    }
    if (why != null) {
      throw VgiException.invalidArgument("URL rejected: '" + shown(url) + "': " + why);
    }
    return url;
  }

  private static boolean isLoopback(String host) {
    return host.equals("127.0.0.1") || host.equals("[::1]") || host.equalsIgnoreCase("localhost");
  }

  private static String shown(URI url) {
    String scheme = url.getScheme();
    @Nullable String host = url.getHost();
    String path = url.getRawPath();
    return (scheme == null ? "" : scheme + "://")
        + (host == null ? "" : host)
        + (url.getPort() < 0 ? "" : ":" + url.getPort())
        + (path == null ? "" : path);
  }
}
