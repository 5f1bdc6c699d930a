package io.vgi.http.internal.external;

import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.UploadSlot;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A storage of files that the worker's own HTTP server hands out. Any thread. */
public final class ServedFiles implements ExternalStorage {
  private final ServedDirectory directory;
  private volatile @Nullable String base;

  /**
   * Keeps files in {@code directory}.
   *
   * @param address where clients find the server, its prefix included; null for where it listens
   * @param maxBytes the most bytes of the directory; 0 for half of what is free
   */
  public ServedFiles(Path directory, @Nullable URI address, long maxBytes) throws IOException {
    this.directory = new ServedDirectory(directory, maxBytes);
    this.base = address == null ? null : plain(address);
  }

  /** The files of {@code storage}, or null when those are not served here. */
  public static @Nullable ServedDirectory of(@Nullable ExternalStorage storage) {
    return storage instanceof ServedFiles served ? served.directory : null;
  }

  private static String plain(URI address) {
    String text = address.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public void listening(URI address) {
    if (base != null) {
      return;
    }
    String host = String.valueOf(address.getHost());
    if (host.equals("0.0.0.0") || host.equals("[::]") || host.equals("[0:0:0:0:0:0:0:0]")) {
      throw new IllegalArgumentException(
          "A server at '"
              + host
              + "' does not know the address that clients have for it; give it to the file"
              + " storage");
    }
    base = plain(address);
  }

  @Override
  public URI store(List<ByteBuffer> content, long length, Duration lifetime) throws IOException {
    String address = url();
    return URI.create(address + directory.store(content, Instant.now().plus(lifetime)));
  }

  private String url() throws IOException {
    String address = base;
    if (address == null) {
      throw new IOException("The file storage is not part of a server that listens");
    }
    return address + ServedDirectory.ROUTE;
  }

  @Override
  public boolean givesSlots() {
    return true;
  }

  @Override
  public UploadSlot slot(long maxBytes, Duration lifetime) throws IOException {
    String address = url();
    UploadTarget place = directory.place(maxBytes, Instant.now().plus(lifetime));
    return new UploadSlot(
        URI.create(address + place.upload()), URI.create(address + place.file()), place.expires());
  }

  @Override
  public boolean owns(URI url) {
    return name(url) != null;
  }

  @Override
  public boolean allowsLoopback() {
    return true;
  }

  /** Reads the file itself: a request to the own server could wait for a thread for ever. */
  @Override
  public InputStream open(URI url) throws IOException {
    String name = name(url);
    FileChannel file = name == null ? null : directory.read(name);
    if (file == null) {
      throw new NoSuchFileException(String.valueOf(name));
    }
    return Channels.newInputStream(file);
  }

  private @Nullable String name(URI url) {
    String address = base;
    String text = url.toString();
    if (address == null || !text.startsWith(address + ServedDirectory.ROUTE)) {
      return null;
    }
    String name = text.substring(address.length() + ServedDirectory.ROUTE.length());
    return ServedDirectory.isName(name) ? name : null;
  }

  /** Deletes the files that have expired; clients and other replicas may still read the others. */
  @Override
  public void close() {
    try {
      directory.deleteExpired();
    } catch (IOException kept) {
      WorkerLog.error("Expired results could not be deleted", kept);
    }
  }
}
