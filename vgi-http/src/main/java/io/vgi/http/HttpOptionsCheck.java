package io.vgi.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with options, told all at once. */
final class HttpOptionsCheck {
  private static final long LEAST_LIMIT = 65_536;
  private static final long LEAST_REQUEST_LIMIT = 4096;

  private HttpOptionsCheck() {}

  static void check(HttpOptions options) {
    List<String> faults = new ArrayList<>();
    if (options.port() < 0 || options.port() > 65_535) {
      faults.add("the port must be from 0 to 65535, not " + options.port());
    }
    if (options.threads() < 1) {
      faults.add("at least one thread is needed, not " + options.threads());
    }
    for (int i = 0; i < options.prefix().length(); i++) {
      char c = options.prefix().charAt(i);
      if (!(Character.isLetterOrDigit(c) && c < 128) && "/-_.~".indexOf(c) < 0) {
        faults.add("the prefix '" + options.prefix() + "' may have letters, digits and -_.~ only");
        break;
      }
    }
    if (options.prefix().contains("..") || options.prefix().contains("//")) {
      faults.add("the prefix '" + options.prefix() + "' must be a plain path");
    }
    if (options.maxRequestBytes() < LEAST_REQUEST_LIMIT) {
      faults.add("the request limit must be at least 4096 bytes, not " + options.maxRequestBytes());
    }
    if (options.maxResponseBytes() != 0 && options.maxResponseBytes() < LEAST_LIMIT) {
      faults.add(
          "the response limit must be at least 65536 bytes, not " + options.maxResponseBytes());
    }
    if (options.externalThreshold() < 0 || options.maxExternalizedResponseBytes() < 0) {
      faults.add("the threshold and limit of external results must not be negative");
    }
    if (options.maxUploadBytes() < LEAST_REQUEST_LIMIT) {
      faults.add("the upload limit must be at least 4096 bytes, not " + options.maxUploadBytes());
    }
    if (options.maxUploadSlots() < 0) {
      faults.add("there cannot be " + options.maxUploadSlots() + " places for uploads");
    }
    if (options.externalLifetime().isNegative() || options.externalLifetime().isZero()) {
      faults.add(
          "external results must be kept for a while, not for " + options.externalLifetime());
    }
    for (List<String> names : List.of(options.codings(), options.readCodings())) {
      if (!HttpOptions.CODINGS.containsAll(names)) {
        faults.add("the codings must be of " + HttpOptions.CODINGS + ", not " + names);
      }
    }
    if (options.oauth() != null && options.authenticator() == null) {
      faults.add(
          "the OAuth metadata needs an authenticator that checks the tokens, without one everybody"
              + " may call");
    }
    if (options.clientCertificates() && options.tls() == null) {
      faults.add("only TLS has client certificates");
    }
    for (byte[] key : options.tokenKeys()) {
      if (key.length < 16) {
        faults.add("a token key must have at least 16 bytes, one has " + key.length);
      }
    }
    URI receipts = options.receiptsAt();
    if (receipts != null
        && (receipts.getHost() == null
            || receipts.getRawQuery() != null
            || receipts.getRawFragment() != null
            || receipts.getRawUserInfo() != null
            || !("http".equals(receipts.getScheme()) || "https".equals(receipts.getScheme())))) {
      faults.add(
          "the address for receipts must be of the form https://host[:port][/prefix], not '"
              + receipts
              + "'");
    }
    if (options.grace().isNegative() || options.tokenLifetime().isNegative()) {
      faults.add("times must not be negative");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "The HTTP options are wrong: " + String.join("; ", faults));
    }
  }
}
