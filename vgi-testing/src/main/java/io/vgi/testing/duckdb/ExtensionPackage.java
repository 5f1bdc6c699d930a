package io.vgi.testing.duckdb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An npm package that holds the vgi extension for one version of DuckDB and one platform: fetched
 * once for this user, and only as it is known here.
 *
 * @param name without the scope
 * @param version of the package
 * @param sha512 of its archive, in Base 64
 */
record ExtensionPackage(String name, String version, String sha512) {
  private static final List<ExtensionPackage> KNOWN =
      List.of(
          new ExtensionPackage(
              "ext-vgi-h1-5-5-linux-x64",
              "202609.23.33653",
              "rmYSps5IyRX969F2ajhRyldwj8qngkgR+WFFVMOlG/lxQewRui8C7kE+cX+Qt1PeTRE0fvmafyp7opxeVNv3sQ=="),
          new ExtensionPackage(
              "ext-vgi-h1-5-5-linux-arm64",
              "202609.21.225020",
              "rDQ5SVg2HaDpMHWGZnXyMQuUIgauTGLJbtN3rocLvNSJlJqpKFn6i0sagq5xb/XZXRig6fH4ioYuYLVa95ytUQ=="),
          new ExtensionPackage(
              "ext-vgi-h1-5-5-darwin-arm64",
              "202609.21.225020",
              "vj37/4G7CyYQTw+ncMPPnsGiqDXgpp2pbByu6GHu7/yGGHW7GfCDoM7e6q5FmFWKzmCQitB4Nl70fYtKQ6DXvA=="));

  private static final String FILE = "vgi.duckdb_extension";
  private static final String ENTRY = "package/bin/" + FILE;
  private static final int BLOCK = 512;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;
  private static final int PATIENCE_MILLIS = 30_000;

  /** The one of this name, or null when nothing is known of it. */
  static @Nullable ExtensionPackage named(String name) {
    for (ExtensionPackage known : KNOWN) {
      if (known.name.equals(name)) {
        return known;
      }
    }
    return null;
  }

  /** Where this user's programs keep what they can get again. */
  static Path cache() {
    String named = System.getenv("XDG_CACHE_HOME");
    return named == null || named.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(named);
  }

  /** The extension below {@code cache}, where it is once it was fetched. */
  Path file(Path cache) {
    return cache.resolve("vgi-testing").resolve(name + "-" + version).resolve(FILE);
  }

  /**
   * Fetches the extension.
   *
   * @throws IOException when it cannot be reached, or is not what is known of it
   */
  Path fetch(String registry, Path cache) throws IOException {
    String address =
        (registry.endsWith("/") ? registry : registry + "/")
            + "@haybarn/"
            + name
            + "/-/"
            + name
            + "-"
            + version
            + ".tgz";
    Path file = file(cache);
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(file.getParent(), "part", "");
    try {
      unpack(address, part);
      // others may fetch it at the same time, and have the same
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException failure) {
      throw new IOException(address + " cannot be fetched: " + failure.getMessage(), failure);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void unpack(String address, Path to) throws IOException {
    MessageDigest digest = digest();
    URLConnection connection = URI.create(address).toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    try (InputStream bytes = new DigestInputStream(connection.getInputStream(), digest);
        InputStream archive = new GZIPInputStream(bytes);
        OutputStream out = Files.newOutputStream(to)) {
      copyEntry(archive, out);
      archive.transferTo(OutputStream.nullOutputStream());
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    String got = Base64.getEncoder().encodeToString(digest.digest());
    if (!got.equals(sha512)) {
      throw new IOException("it is not the package that is known, but has SHA-512 " + got);
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Java has no SHA-512", impossible);
    }
  }

  /** Copies the extension out of a tar archive. */
  private static void copyEntry(InputStream archive, OutputStream out) throws IOException {
    while (true) {
      byte[] header = archive.readNBytes(BLOCK);
      if (header.length < BLOCK || header[0] == 0) {
        throw new EOFException("There is no " + ENTRY + " in the package");
      }
      String entry = text(header, 0, 100);
      long size = Long.parseLong(text(header, SIZE_AT, SIZE_DIGITS).strip(), 8);
      long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
      if (entry.equals(ENTRY)) {
        copy(archive, out, size);
        return;
      }
      copy(archive, OutputStream.nullOutputStream(), padded);
    }
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static void copy(InputStream archive, OutputStream out, long bytes) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (long left = bytes; left > 0; ) {
      int read = archive.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("The package ends too soon");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }
}
