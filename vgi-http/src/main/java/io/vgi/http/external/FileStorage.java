package io.vgi.http.external;

import io.vgi.http.internal.external.ServedFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes storages of files in a directory, which the worker's own HTTP server hands out below {@code
 * /__files__/}.
 *
 * <p>A file is named by 128 random bits, and whoever knows the name may read it. Its time of
 * modification is when it expires; it stays until then when the server ends. The directory is for
 * such files only: replicas may share it, but take uploads only for slots of their own.
 */
public final class FileStorage {
  private FileStorage() {}

  /**
   * Keeps files in {@code directory}, which is made when it is not there; clients are sent to the
   * address that the server listens at.
   *
   * @throws IOException when the directory cannot be made or read, or holds other files
   */
  public static ExternalStorage in(Path directory) throws IOException {
    return builder(directory).open();
  }

  /**
   * Keeps files in {@code directory}; clients know the server by {@code address}, its prefix
   * included, as they do behind a proxy.
   *
   * @throws IOException when the directory cannot be made or read, or holds other files
   */
  public static ExternalStorage in(Path directory, URI address) throws IOException {
    return builder(directory).address(address).open();
  }

  /** Starts a storage in {@code directory}, which is made when it is not there. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** Collects what a storage is like. */
  public static final class Builder {
    private final Path directory;
    private @Nullable URI address;
    private long maxBytes;

    private Builder(Path directory) {
      this.directory = directory;
    }

    /**
     * Sends clients to {@code url}, by which they know the server, its prefix included; by default
     * to where it listens.
     */
    public Builder address(URI url) {
      String scheme = url.getScheme();
      if (url.getHost() == null
          || url.getRawQuery() != null
          || url.getRawUserInfo() != null
          || !("http".equals(scheme) || "https".equals(scheme))) {
        throw new IllegalArgumentException(
            "The address of a file storage must be of the form https://host[:port][/prefix]");
      }
      address = url;
      return this;
    }

    /**
     * Stores no more when the directory holds {@code bytes}, whoever stored them; by default, and
     * with 0, half of what it holds and what is free at first.
     */
    public Builder maxBytes(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("A directory cannot hold " + bytes + " bytes");
      }
      maxBytes = bytes;
      return this;
    }

    /**
     * Returns the storage.
     *
     * @throws IOException when the directory cannot be made or read, or holds other files
     */
    public ExternalStorage open() throws IOException {
      return new ServedFiles(directory, address, maxBytes);
    }
  }
}
