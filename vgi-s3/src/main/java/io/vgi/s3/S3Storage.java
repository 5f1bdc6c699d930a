package io.vgi.s3;

import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.UploadSlot;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Objects in a bucket of S3, or of another server that speaks its protocol. Clients get presigned
 * addresses: whoever knows one may read, or fill, that one object until it expires.
 *
 * <p>An object is named by 128 random bits below the prefix. None is ever deleted or listed: give
 * the bucket a lifecycle rule that expires what is below the prefix, a day after it was made for
 * instance. The credentials need {@code s3:PutObject} and {@code s3:GetObject} there.
 *
 * <p>Addresses hold for seven days at most, and no longer than the credentials that signed them:
 * those of a role may end sooner. An upload can be larger than was asked for, because S3 does not
 * limit it; the worker then refuses to read it.
 *
 * <p>Called on any thread, by several at once.
 */
public final class S3Storage implements ExternalStorage {
  private static final String BYTES = "application/octet-stream";

  private final String bucket;
  private final String folder;
  private final BucketLocation place;
  private final S3Client client;
  private final Addresses addresses;
  private final AwsCredentialsProvider credentials;

  private S3Storage(
      String bucket,
      String folder,
      BucketLocation place,
      Server server,
      AwsCredentialsProvider credentials) {
    this.bucket = bucket;
    this.folder = folder;
    this.place = place;
    this.client = server.client(credentials);
    this.addresses = new Addresses(server.signer(credentials), bucket);
    this.credentials = credentials;
  }

  /** Starts without a bucket, which is needed. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public URI store(List<ByteBuffer> content, long length, Duration lifetime) throws IOException {
    Duration time = Addresses.time(lifetime);
    String key = folder + ObjectName.next();
    try {
      client.putObject(
          put -> put.bucket(bucket).key(key).contentType(BYTES),
          RequestBody.fromContentProvider(() -> new Pieces(content), length, BYTES));
      return addresses.reading(key, time);
    } catch (SdkException failure) {
      throw failed(failure);
    }
  }

  @Override
  public boolean givesSlots() {
    return true;
  }

  @Override
  public UploadSlot slot(long maxBytes, Duration lifetime) throws IOException {
    Duration time = Addresses.time(lifetime);
    String key = folder + ObjectName.next();
    Instant expires = Instant.now().plus(lifetime);
    try {
      Instant end = credentials.resolveCredentials().expirationTime().orElse(Instant.MAX);
      return new UploadSlot(
          addresses.filling(key, time),
          addresses.reading(key, time),
          expires.isBefore(end) ? expires : end);
    } catch (SdkException failure) {
      throw failed(failure);
    }
  }

  private IOException failed(SdkException failure) {
    return new IOException("Bucket '" + bucket + "': " + failure.getMessage(), failure);
  }

  @Override
  public boolean owns(URI url) {
    return place.holds(url);
  }

  @Override
  public boolean allowsLoopback() {
    return place.isLoopback();
  }

  /** Closes the connections to the server; the objects stay. */
  @Override
  public void close() {
    client.close();
    addresses.close();
  }

  @Override
  public String toString() {
    return "S3Storage[s3://" + bucket + "/" + folder + "]";
  }

  /** Collects where and how to store; everything that is wrong is reported at {@link #build}. */
  public static final class Builder {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern FOLDER = Pattern.compile("([A-Za-z0-9_~.-]+/)*");
    private static final Pattern STEPS = Pattern.compile("(.*/)?\\.{1,2}/.*");
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]+");
    private static final AwsCredentialsProvider NOBODY =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing"));

    private String bucket = "";
    private String prefix = "";
    private @Nullable String region;
    private @Nullable URI endpoint;
    private @Nullable Boolean pathStyle;
    private @Nullable AwsCredentialsProvider credentials;
    private boolean blankCredentials;

    private Builder() {}

    /** Names the bucket, which must be there. */
    public Builder bucket(String name) {
      bucket = name;
      return this;
    }

    /** Keeps objects below {@code path}, with or without slashes around it; none by default. */
    public Builder prefix(String path) {
      prefix = path;
      return this;
    }

    /**
     * Names the region. By default the SDK's settings do, such as {@code AWS_REGION}; with an
     * endpoint it is {@code us-east-1} when they say nothing.
     */
    public Builder region(String name) {
      region = name;
      return this;
    }

    /**
     * Asks the server at {@code address} instead of AWS: https, or http to this machine. It must be
     * the address that clients have for it, too, because they are sent there.
     */
    public Builder endpoint(URI address) {
      endpoint = address;
      return this;
    }

    /**
     * Puts the bucket into the path of addresses instead of the host; by default with an endpoint
     * only.
     */
    public Builder pathStyle(boolean inPath) {
      pathStyle = inPath;
      return this;
    }

    /**
     * Signs with a pair of keys. Without credentials the SDK looks for them in its usual places:
     * {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}, the profile, the machine's role.
     */
    public Builder credentials(String accessKey, String secretKey) {
      blankCredentials = accessKey.isBlank() || secretKey.isBlank();
      credentials =
          blankCredentials
              ? null
              : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
      return this;
    }

    /** Signs with the keys and the token of a session. */
    public Builder credentials(String accessKey, String secretKey, String sessionToken) {
      blankCredentials = accessKey.isBlank() || secretKey.isBlank() || sessionToken.isBlank();
      credentials =
          blankCredentials
              ? null
              : StaticCredentialsProvider.create(
                  AwsSessionCredentials.create(accessKey, secretKey, sessionToken));
      return this;
    }

    /** Signs with what {@code source} gives, asked each time; it stays the caller's to close. */
    public Builder credentials(AwsCredentialsProvider source) {
      blankCredentials = false;
      credentials = new Borrowed(source);
      return this;
    }

    /**
     * Returns the storage. Nothing is fetched yet.
     *
     * @throws IllegalArgumentException with everything that is wrong
     */
    public S3Storage build() {
      List<String> faults = new ArrayList<>();
      if (bucket.isEmpty()) {
        faults.add("a bucket is missing");
      } else if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
        faults.add(
            "the bucket '" + bucket + "' must have 3 to 63 small letters, digits, '-' and '.'");
      }
      String folder = folder();
      if (!FOLDER.matcher(folder).matches() || STEPS.matcher(folder).matches()) {
        faults.add("the prefix '" + prefix + "' may have letters, digits and -_.~ between slashes");
      }
      String name = regionName();
      if (name == null) {
        faults.add("a region is missing: set AWS_REGION");
      } else if (!REGION.matcher(name).matches()) {
        faults.add("the region '" + name + "' may have letters, digits and '-' only");
      }
      if (endpoint != null && !isServer(endpoint)) {
        faults.add("the endpoint must be of the form https://host[:port]");
      }
      if (blankCredentials) {
        faults.add("the credentials must not be blank");
      }
      if (faults.isEmpty() && name != null) {
        Server server =
            new Server(Region.of(name), endpoint, pathStyle == null ? endpoint != null : pathStyle);
        BucketLocation place = place(server, folder, faults);
        if (place != null) {
          return new S3Storage(
              bucket,
              folder,
              place,
              server,
              credentials == null ? DefaultCredentialsProvider.builder().build() : credentials);
        }
      }
      throw new IllegalArgumentException("The S3 settings are wrong: " + String.join("; ", faults));
    }

    /** The prefix with a slash behind it, or nothing. */
    private String folder() {
      String inner = prefix;
      while (inner.startsWith("/")) {
        inner = inner.substring(1);
      }
      while (inner.endsWith("/")) {
        inner = inner.substring(0, inner.length() - 1);
      }
      return inner.isEmpty() ? "" : inner + "/";
    }

    /** The machine is not asked for its region: that would take seconds where there is none. */
    private @Nullable String regionName() {
      if (region != null) {
        return region;
      }
      try {
        return new AwsRegionProviderChain(
                new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
            .getRegion()
            .id();
      } catch (SdkException none) {
        return endpoint == null ? null : Region.US_EAST_1.id();
      }
    }

    private static boolean isServer(URI address) {
      String scheme = address.getScheme();
      return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
          && address.getHost() != null
          && address.getRawUserInfo() == null
          && address.getRawQuery() == null
          && address.getRawFragment() == null
          && address.normalize().equals(address);
    }

    /** Where the SDK's addresses lead, read off one that nobody uses. */
    private @Nullable BucketLocation place(Server server, String folder, List<String> faults) {
      String name = ObjectName.next();
      try (Addresses unused = new Addresses(server.signer(NOBODY), bucket)) {
        BucketLocation place =
            BucketLocation.of(unused.reading(folder + name, Duration.ofHours(1)), name);
        if (place != null && place.isSafe()) {
          return place;
        }
        faults.add(
            "objects would be at '" + place + "', which must be https, or http to this machine");
      } catch (SdkException | IllegalArgumentException unusable) {
        faults.add("there is no address for objects: " + unusable.getMessage());
      }
      return null;
    }
  }
}
