package io.vgi.internal.cli;

import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a keystore, which is read again when its file changes: connections that are made from
 * then on get the new certificate, the others stay. A new file that cannot be used is told of once,
 * and the old keys go on. Any thread.
 */
final class KeystoreFile extends X509ExtendedKeyManager {
  // shorter in tests, which have to wait for it
  private static final long CHECK_NANOS =
      TimeUnit.MILLISECONDS.toNanos(Long.getLong("io.vgi.test.keystoreMillis", 1_000));

  private final Path file;
  private final char[] password;
  private final AtomicLong checked = new AtomicLong();
  private volatile Keys keys;
  private boolean complained;

  private record State(FileTime modified, long size, @Nullable Object key) {}

  /**
   * What was read.
   *
   * @param number counts the readings; aliases begin with it, as those of one handshake must be of
   *     one reading
   * @param before the reading before, for handshakes that have begun
   */
  private record Keys(
      long number, State state, X509ExtendedKeyManager manager, @Nullable Keys before) {}

  /** Reads {@code file}. */
  KeystoreFile(Path file, char[] password) throws IOException, GeneralSecurityException {
    this.file = file;
    this.password = password.clone();
    this.keys = read(null);
    checked.set(System.nanoTime());
  }

  private State state() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new State(now.lastModifiedTime(), now.size(), now.fileKey());
  }

  private Keys read(@Nullable Keys before) throws IOException, GeneralSecurityException {
    State state = state();
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    checkKeys(store);
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager usable) {
        Keys last =
            before == null ? null : new Keys(before.number, before.state, before.manager, null);
        return new Keys(before == null ? 0 : before.number + 1, state, usable, last);
      }
    }
    throw new KeyStoreException("This JVM has no keys for TLS");
  }

  private static void checkKeys(KeyStore store) throws KeyStoreException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
        return;
      }
    }
    throw new KeyStoreException("it holds no private key with a certificate");
  }

  private Keys current() {
    long now = System.nanoTime();
    long last = checked.get();
    if (now - last > CHECK_NANOS && checked.compareAndSet(last, now)) {
      follow();
    }
    return keys;
  }

  private synchronized void follow() {
    try {
      if (!state().equals(keys.state)) {
        keys = read(keys);
        complained = false;
        WorkerLog.info("The keystore '" + file + "' has changed and was read again", null);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
      if (!complained) {
        complained = true;
        WorkerLog.warn(
            "The keystore '"
                + file
                + "' has changed and cannot be used, the old certificate goes on: "
                + unusable);
      }
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String type, Principal @Nullable [] issuers, SSLEngine engine) {
    Keys now = current();
    return named(now, now.manager.chooseEngineServerAlias(type, issuers, engine));
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, Socket socket) {
    Keys now = current();
    return named(now, now.manager.chooseServerAlias(type, issuers, socket));
  }

  private static @Nullable String named(Keys keys, @Nullable String alias) {
    return alias == null ? null : keys.number + "." + alias;
  }

  private @Nullable Keys of(String alias) {
    String number = alias.substring(0, Math.max(0, alias.indexOf('.')));
    for (Keys one = keys; one != null; one = one.before) {
      if (number.equals(Long.toString(one.number))) {
        return one;
      }
    }
    return null;
  }

  private static String plain(String alias) {
    return alias.substring(alias.indexOf('.') + 1);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Keys of = of(alias);
    return of == null ? null : of.manager.getCertificateChain(plain(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Keys of = of(alias);
    return of == null ? null : of.manager.getPrivateKey(plain(alias));
  }

  // the rest is for clients and lists, which a server has no use for

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
