package io.vgi.internal.cli;

import io.vgi.http.HttpOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** What the command line and the environment say about TLS. */
final class TlsSettings {
  private static final String KEYSTORE_PASSWORD = "VGI_TLS_KEYSTORE_PASSWORD";

  private TlsSettings() {}

  /** Has {@code options} speak TLS if {@code line} says so. */
  static void read(CommandLine line, Map<String, String> environment, HttpOptions.Builder options)
      throws IOException {
    String keystore = line.value("tls-keystore");
    String authorities = line.value("tls-client-ca");
    if (keystore == null) {
      if (authorities != null) {
        throw new WrongOptionException(
            "Option '--tls-client-ca' needs '--tls-keystore', as only TLS has certificates.");
      }
      return;
    }
    String password = environment.get(KEYSTORE_PASSWORD);
    if (password == null) {
      throw new WrongOptionException(
          "Option '--tls-keystore' needs the keystore's password in "
              + KEYSTORE_PASSWORD
              + "; set that to nothing for a keystore without one.");
    }
    TrustManager @Nullable [] known = authorities == null ? null : clients(authorities);
    options.tls(context(keystore, password.toCharArray(), known));
    options.clientCertificates(authorities != null);
  }

  private static SSLContext context(String file, char[] password, TrustManager @Nullable [] known)
      throws IOException {
    try {
      KeyManager keys = new KeystoreFile(Path.of(file), password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, known, null);
      return context;
    } catch (FileSystemException unreadable) {
      throw new FileFault("Option '--tls-keystore'", file, unreadable);
    } catch (GeneralSecurityException | IOException unusable) {
      throw new IOException(
          "The keystore '"
              + file
              + "' cannot be used with the password in "
              + KEYSTORE_PASSWORD
              + ": "
              + unusable.getMessage(),
          unusable);
    }
  }

  /** Those whose certificates, or the certificates of whose authority, {@code file} holds. */
  private static TrustManager[] clients(String file) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      Collection<? extends Certificate> known =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (known.isEmpty()) {
        throw new CertificateException("it holds none");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate one : known) {
        store.setCertificateEntry("client-" + number++, one);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (FileSystemException unreadable) {
      throw new FileFault("Option '--tls-client-ca'", file, unreadable);
    } catch (GeneralSecurityException | IOException unusable) {
      throw new IOException(
          "The certificates in '" + file + "' cannot be used: " + unusable.getMessage(), unusable);
    }
  }
}
