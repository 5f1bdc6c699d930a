package io.vgi.http;

import io.vgi.http.auth.Authenticator;
import io.vgi.http.auth.OAuthMetadata;
import io.vgi.http.external.ExternalStorage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How HTTP is served. Immutable; safe to share between threads. */
public final class HttpOptions {
  /** The codings of bodies that can be read and written, the preferred one first. */
  public static final List<String> CODINGS = List.of("zstd", "gzip");

  /** How many calls run at once when nothing else is said. */
  public static final int THREADS = 64;

  /** The most bytes of a request when nothing else is said. */
  public static final long MAX_REQUEST_BYTES = 1L << 30;

  /** How many bytes are a big result when nothing else is said. */
  public static final long EXTERNAL_THRESHOLD = 1L << 20;

  /** How many places for uploads a caller may have at once when nothing else is said. */
  public static final int MAX_UPLOAD_SLOTS = 1_000;

  private final Builder from;

  private HttpOptions(Builder from) {
    this.from = from;
  }

  /** Starts with what suits a worker on its own machine: a free port of 127.0.0.1. */
  public static Builder builder() {
    return new Builder();
  }

  /** The address to listen at. */
  public String host() {
    return from.host;
  }

  /** The port; 0 takes a free one. */
  public int port() {
    return from.port;
  }

  /** What every path begins with: empty, or a slash and a name without a slash at the end. */
  public String prefix() {
    return from.prefix;
  }

  /** How many calls run at once. */
  public int threads() {
    return from.threads;
  }

  /** How long calls may run on after the listener is closed. */
  public Duration grace() {
    return from.grace;
  }

  /** The most bytes of a request, as it comes and decompressed. */
  public long maxRequestBytes() {
    return from.maxRequestBytes;
  }

  /** The most bytes of a response before compression; 0 for as many as the client takes. */
  public long maxResponseBytes() {
    return from.maxResponseBytes;
  }

  /** The codings of {@link #CODINGS} that answers have and clients are told of; none when empty. */
  public List<String> codings() {
    return from.codings;
  }

  /** The codings of {@link #CODINGS} that requests may have, told or not. */
  public List<String> readCodings() {
    return from.readCodings;
  }

  /** Whether answers to clients on the same machine are compressed when they ask for it. */
  public boolean compressLocally() {
    return from.compressLocally;
  }

  /** Who decides who a caller is, or null when everybody may call. */
  public @Nullable Authenticator authenticator() {
    return from.authenticator;
  }

  /** What callers without a credential are told of the authorization servers, or null. */
  public @Nullable OAuthMetadata oauth() {
    return from.oauth;
  }

  /** The origins whose pages may call, {@code *} for all; none when empty. */
  public Set<String> corsOrigins() {
    return from.corsOrigins;
  }

  /**
   * The hosts that requests may be for, without ports, {@code *} for all; when empty, those that
   * {@link Builder#allowedHosts} tells.
   */
  public Set<String> allowedHosts() {
    return from.allowedHosts;
  }

  /** Whether everybody of the network may call when there is no authenticator. */
  public boolean allowAnonymous() {
    return from.allowAnonymous;
  }

  /**
   * The keys of stream tokens: the first seals, all open; empty for a random key of this process.
   */
  public List<byte[]> tokenKeys() {
    return copies(from.tokenKeys);
  }

  private static List<byte[]> copies(List<byte[]> keys) {
    return keys.stream().map(byte[]::clone).toList();
  }

  /** How long a stream may rest between two turns; zero for ever. */
  public Duration tokenLifetime() {
    return from.tokenLifetime;
  }

  /** What to speak TLS with, or null for plain HTTP. */
  public @Nullable SSLContext tls() {
    return from.tls;
  }

  /** Whether every client must show a certificate that the TLS context trusts. */
  public boolean clientCertificates() {
    return from.clientCertificates;
  }

  /** Makes the page at the base path, given the URL of the request; or null for none. */
  public @Nullable UnaryOperator<String> page() {
    return from.page;
  }

  /** Whether streams stay in memory between the turns, which saves making them anew. */
  public boolean keepStreams() {
    return from.keepStreams;
  }

  /** Where results go that are too big for a response, or null when all are sent with it. */
  public @Nullable ExternalStorage externalStorage() {
    return from.externalStorage;
  }

  /** How many bytes a result has at most to be sent with the response. */
  public long externalThreshold() {
    return from.externalThreshold;
  }

  /** How long results are found in external storage, and how long upload slots work. */
  public Duration externalLifetime() {
    return from.externalLifetime;
  }

  /** The most bytes that one response may store outside; 0 for no limit. */
  public long maxExternalizedResponseBytes() {
    return from.maxExternalizedResponseBytes;
  }

  /** The most bytes of a request that was uploaded, as stored and decompressed. */
  public long maxUploadBytes() {
    return from.maxUploadBytes;
  }

  /** How many places for uploads a caller may have at once. */
  public int maxUploadSlots() {
    return from.maxUploadSlots;
  }

  /** Where clients tell that they have an answer, as {@link Builder#receiptsAt} says, or null. */
  public @Nullable URI receiptsAt() {
    return from.receiptsAt;
  }

  /** A builder that has these options. */
  public Builder toBuilder() {
    return from.copy();
  }

  /** Collects options and checks them together. */
  public static final class Builder implements Cloneable {
    private String host = "127.0.0.1";
    private int port;
    private String prefix = "";
    private int threads = THREADS;
    private Duration grace = Duration.ofSeconds(10);
    private long maxRequestBytes = MAX_REQUEST_BYTES;
    private long maxResponseBytes;
    private List<String> codings = CODINGS;
    private List<String> readCodings = CODINGS;
    private @Nullable Authenticator authenticator;
    private @Nullable OAuthMetadata oauth;
    private Set<String> corsOrigins = Set.of();
    private Set<String> allowedHosts = Set.of();
    private boolean allowAnonymous;
    private List<byte[]> tokenKeys = List.of();
    private Duration tokenLifetime = Duration.ofHours(1);
    private @Nullable SSLContext tls;
    private boolean clientCertificates;
    private @Nullable UnaryOperator<String> page;
    private boolean compressLocally;
    private boolean keepStreams = true;
    private @Nullable ExternalStorage externalStorage;
    private long externalThreshold = EXTERNAL_THRESHOLD;
    private Duration externalLifetime = Duration.ofHours(1);
    private long maxExternalizedResponseBytes;
    private long maxUploadBytes = MAX_REQUEST_BYTES;
    private int maxUploadSlots = MAX_UPLOAD_SLOTS;
    private @Nullable URI receiptsAt;

    private Builder() {}

    /** Listens at {@code address} instead of 127.0.0.1. */
    public Builder host(String address) {
      host = address;
      return this;
    }

    /** Listens at {@code number}; 0, the default, takes a free port. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** Begins all paths with {@code path}, with or without slashes around it. */
    public Builder prefix(String path) {
      String inner = path;
      while (inner.startsWith("/")) {
        inner = inner.substring(1);
      }
      while (inner.endsWith("/")) {
        inner = inner.substring(0, inner.length() - 1);
      }
      prefix = inner.isEmpty() ? "" : "/" + inner;
      return this;
    }

    /** Runs at most {@code count} calls at once; 64 by default. */
    public Builder threads(int count) {
      threads = count;
      return this;
    }

    /** Lets calls run on for {@code time} when the listener is closed; ten seconds by default. */
    public Builder grace(Duration time) {
      grace = time;
      return this;
    }

    /**
     * Refuses requests of more bytes; 1 GiB by default, and never more than half of what the
     * server's memory limit leaves to one call.
     */
    public Builder maxRequestBytes(long bytes) {
      maxRequestBytes = bytes;
      return this;
    }

    /**
     * Answers with an error where a response would have more bytes; 0, the default, for no limit.
     */
    public Builder maxResponseBytes(long bytes) {
      maxResponseBytes = bytes;
      return this;
    }

    /**
     * Codes answers with these of {@link HttpOptions#CODINGS} only, all by default, and tells
     * clients of no others; requests are read in the codings of {@link #readCodings}.
     */
    public Builder codings(List<String> names) {
      codings = List.copyOf(names);
      return this;
    }

    /** Reads requests that are coded with these of {@link HttpOptions#CODINGS}; all by default. */
    public Builder readCodings(List<String> names) {
      readCodings = List.copyOf(names);
      return this;
    }

    /**
     * Compresses answers to clients on the same machine too, when they ask for it; by default that
     * is left out, because there it takes longer than the bytes it saves. A request that names whom
     * it was forwarded for counts as one from another machine.
     */
    public Builder compressLocally(boolean compress) {
      compressLocally = compress;
      return this;
    }

    /** Lets {@code who} decide who a caller is. */
    public Builder authenticator(Authenticator who) {
      authenticator = who;
      return this;
    }

    /** Tells callers without a credential where to get one; needs an authenticator. */
    public Builder oauth(OAuthMetadata metadata) {
      oauth = metadata;
      return this;
    }

    /** Lets pages of {@code origins} call; {@code *} lets all. */
    public Builder corsOrigins(Set<String> origins) {
      corsOrigins = Set.copyOf(origins);
      return this;
    }

    /**
     * Answers requests for {@code hosts} only, as their {@code Host} header tells, whatever its
     * port; {@code *} answers all. Behind a proxy that keeps the header these are its names. When
     * none are named, a server of a loopback address without authenticator answers for {@code
     * localhost}, {@code 127.0.0.1}, {@code [::1]} and its own address, so that no page of the web
     * gets at it by a name that was made to lead here; every other one answers for all.
     */
    public Builder allowedHosts(Set<String> hosts) {
      allowedHosts = Set.copyOf(hosts);
      return this;
    }

    /**
     * Lets everybody call who reaches an address beyond this machine, though there is no
     * authenticator; such a server does not start otherwise.
     */
    public Builder allowAnonymous(boolean allow) {
      allowAnonymous = allow;
      return this;
    }

    /** Seals stream tokens with {@code key}, which all replicas must have; at least 16 bytes. */
    public Builder tokenKey(byte[] key) {
      return tokenKeys(List.of(key));
    }

    /**
     * Seals stream tokens with the first of {@code keys} and opens them with all; each has at least
     * 16 bytes. To change the key of replicas, first let all of them open the new one too, as the
     * second of the list, then seal with it, and leave the old one out when its tokens have
     * expired.
     */
    public Builder tokenKeys(List<byte[]> keys) {
      tokenKeys = copies(keys);
      return this;
    }

    /** Lets streams rest between two turns for {@code time}; an hour by default, zero for ever. */
    public Builder tokenLifetime(Duration time) {
      tokenLifetime = time;
      return this;
    }

    /** Speaks TLS. */
    public Builder tls(SSLContext context) {
      tls = context;
      return this;
    }

    /**
     * Ends connections of clients that show no certificate which the trust managers of the context
     * accept; {@link Authenticator#clientCertificate} makes principals of them.
     */
    public Builder clientCertificates(boolean required) {
      clientCertificates = required;
      return this;
    }

    /**
     * Serves what {@code html} makes at the base path. It is given the URL that clients reach the
     * worker with, as the request tells it: {@code https://host:port/prefix}, without a slash at
     * the end. It runs on the threads of calls, for several requests at once.
     */
    public Builder page(UnaryOperator<String> html) {
      page = html;
      return this;
    }

    /**
     * Keeps streams in memory between the turns for speed, the default, or has each turn start from
     * the tokens, as it does on another replica.
     */
    public Builder keepStreams(boolean keep) {
      keepStreams = keep;
      return this;
    }

    /** Sends big results by way of {@code storage}, which the server closes. */
    public Builder externalStorage(ExternalStorage storage) {
      externalStorage = storage;
      return this;
    }

    /** Stores results of more than {@code bytes}; 1 MiB by default. */
    public Builder externalThreshold(long bytes) {
      externalThreshold = bytes;
      return this;
    }

    /** Keeps what is stored for {@code time}; an hour by default. */
    public Builder externalLifetime(Duration time) {
      externalLifetime = time;
      return this;
    }

    /** Answers with an error where a response would store more; 0, the default, for no limit. */
    public Builder maxExternalizedResponseBytes(long bytes) {
      maxExternalizedResponseBytes = bytes;
      return this;
    }

    /** Refuses uploaded requests of more bytes; 1 GiB by default. */
    public Builder maxUploadBytes(long bytes) {
      maxUploadBytes = bytes;
      return this;
    }

    /**
     * Gives a caller at most {@code count} places for uploads in the time that one works; 1000 by
     * default. Callers without a principal are counted by their address.
     */
    public Builder maxUploadSlots(int count) {
      maxUploadSlots = count;
      return this;
    }

    /**
     * Counts a batch that a buffering function or COPY TO took when its client has fetched the
     * answer, so that one which is sent again, since its answer was lost, counts once. Clients
     * fetch it with a GET more for each batch from this server, which they must reach by {@code
     * address}, its prefix included; all replicas have the same one, the same {@link #tokenKeys}
     * and one store. By default such a batch counts twice.
     */
    public Builder receiptsAt(URI address) {
      receiptsAt = address;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException with everything that is wrong
     */
    public HttpOptions build() {
      HttpOptions made = new HttpOptions(copy());
      HttpOptionsCheck.check(made);
      return made;
    }

    /** A builder of its own with what this one has. */
    public Builder copy() {
      try {
        return (Builder) clone(); // whose collections never change
      } catch (CloneNotSupportedException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
