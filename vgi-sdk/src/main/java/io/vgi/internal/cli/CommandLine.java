package io.vgi.internal.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The options of a worker process.
 *
 * @param transport how clients reach it
 * @param values the options that were given, by name without dashes; flags have an empty value
 * @param faults what is wrong, one sentence each
 */
public record CommandLine(Transport transport, Map<String, String> values, List<String> faults) {
  /** How clients reach a worker. */
  public enum Transport {
    /** One client, over standard input and output. */
    STDIO,
    /** A socket file. */
    UNIX,
    /** A TCP port. */
    TCP,
    /** An HTTP server. */
    HTTP
  }

  /** How to start a worker. */
  public static final String USAGE =
      """
      usage: java -jar worker.jar [transport] [options]
        Without a transport it serves DuckDB over standard input and output. In DuckDB:
        ATTACH 'name' AS name (TYPE vgi, LOCATION 'java -jar /path/to/worker.jar');
      transports
        --unix PATH              a socket file, as DuckDB's LOCATION 'launch:…' starts it
        --tcp [HOST:]PORT        a TCP port, 0 for a free one; nothing checks who connects
        --http                   an HTTP server, LOCATION 'http://host:port'
      options of --unix and --tcp
        --idle-timeout SECONDS   end when nobody was connected for so long; 0 for never (0)
        --max-connections N      how many connections are served at once
        --connection-idle SECS   end connections on which no call ran for so long; 0 for never
                                 (300 with --tcp, 0 with --unix)
      options of --http
        --host H                 the address to listen at (127.0.0.1)
        --allow-anonymous        listen beyond this machine though nothing checks who calls
        --allowed-hosts H,…      answer requests for these hosts only, * for all; by default a
                                 server of 127.0.0.1 that checks nobody answers for localhost only
        --port N                 the port, 0 for a free one (0)
        --prefix X               the path that all routes begin with
        --port-file FILE         also write the port to a file
        --cors-origins O         let pages of these origins call, separated by commas; * for all
        --http-threads N         how many calls run at once (64)
        --max-request-bytes N    refuse larger requests (1 GiB)
        --max-response-bytes N   answer with an error where a response would be larger
        --external-directory DIR keep big results in this directory and send clients there
        --external-max-bytes N   keep no more there (half of what is free)
        --max-upload-slots N     how many places for uploads a caller may have at once (1000)
        --external-address URL   the base address that clients have for this server, for that
        --external-s3 S3URL      keep big results below s3://bucket/prefix and send clients there;
                                 needs the library io.vgi:vgi-s3 and the usual AWS_* variables
        --external-threshold N   which results are big (1 MiB)
        --max-externalized-response-bytes N
                                 answer with an error where a response would keep more there
        --compress-locally       compress answers to this machine too, when asked for it
        --token-lifetime SECONDS how long a stream may rest between turns (3600); 0 for ever
        --tls-keystore FILE      speak TLS with this PKCS #12 keystore, whose password is in
                                 VGI_TLS_KEYSTORE_PASSWORD; it is read again when it changes
        --tls-client-ca FILE     let only clients in that have a certificate of these authorities,
                                 a file of PEM
        Replicas behind one address share a key of stream tokens: VGI_SIGNING_KEY, or a file named
        by VGI_SIGNING_KEY_FILE, a key a line, of which the first seals; with VGI_HTTP_STATELESS=1 they keep no stream in memory.
        VGI_BEARER_TOKENS=token=name,… lets only those call. The README lists all variables.
      options of all
        --access-log FILE        append a line of JSON for each call
        --max-memory BYTES       what all calls may hold outside of the heap (what the heap may
                                 take less 144 MiB, or 112 MiB if that is more), 16777216
                                 at least; VGI_MAX_MEMORY says so too
        --debug                  log more
        --quiet, --threaded      accepted, and without effect
        --log-level LEVEL        DEBUG is --debug
        --help                   show this""";

  private static final String MAX_MEMORY = "max-memory";
  private static final String MAX_MEMORY_VARIABLE = "VGI_MAX_MEMORY";
  private static final long LEAST_MEMORY = 16 << 20;
  private static final List<String> FLAGS =
      List.of("http", "help", "debug", "quiet", "describe", "no-describe", "threaded");
  private static final List<String> VALUED =
      List.of("unix", "tcp", "access-log", "log-level", MAX_MEMORY);
  private static final List<String> OF_SOCKETS =
      List.of("idle-timeout", "max-connections", "connection-idle");
  private static final List<String> FLAGS_OF_HTTP = List.of("compress-locally", "allow-anonymous");
  private static final List<String> OF_HTTP =
      List.of(
          "host",
          "allowed-hosts",
          "port",
          "prefix",
          "port-file",
          "cors-origins",
          "http-threads",
          "external-address",
          "external-directory",
          "external-max-bytes",
          "external-s3",
          "external-threshold",
          "max-externalized-response-bytes",
          "max-upload-slots",
          "max-request-bytes",
          "max-response-bytes",
          "token-lifetime",
          "tls-client-ca",
          "tls-keystore");

  /** Reads {@code args}; all that is wrong with them is reported at once. */
  public static CommandLine parse(String[] args) {
    if (args.length == 0) {
      return new CommandLine(Transport.STDIO, Map.of(), List.of());
    }
    Map<String, String> values = new HashMap<>();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i].equals("-h") ? "--help" : args[i];
      int equals = arg.indexOf('=');
      String name =
          arg.startsWith("--") ? arg.substring(2, equals < 0 ? arg.length() : equals) : "";
      boolean flag = FLAGS.contains(name) || FLAGS_OF_HTTP.contains(name);
      if (flag && equals < 0) {
        values.put(name, "");
      } else if (flag) {
        faults.add("Option '--" + name + "' takes no value.");
      } else if (!VALUED.contains(name) && !OF_SOCKETS.contains(name) && !OF_HTTP.contains(name)) {
        faults.add("Unknown option '" + arg + "'.");
      } else if (equals >= 0) {
        values.put(name, arg.substring(equals + 1));
      } else if (i + 1 < args.length) {
        values.put(name, args[++i]);
      } else {
        faults.add("Option '" + arg + "' needs a value.");
      }
    }
    if (values.containsKey("external-directory") && values.containsKey("external-s3")) {
      faults.add("Options '--external-directory' and '--external-s3' exclude each other.");
    }
    if (values.containsKey("external-address") && !values.containsKey("external-directory")) {
      faults.add("Option '--external-address' is for '--external-directory' only.");
    }
    if (values.containsKey("external-max-bytes") && !values.containsKey("external-directory")) {
      faults.add("Option '--external-max-bytes' is for '--external-directory' only.");
    }
    Transport transport = transport(values, faults);
    checkUse(transport, values, faults);
    return new CommandLine(transport, Map.copyOf(values), faults);
  }

  /** Whoever asks for TLS where there is none must not get a worker without. */
  private static void checkUse(
      Transport transport, Map<String, String> values, List<String> faults) {
    for (String name : new TreeSet<>(values.keySet())) {
      if (transport != Transport.HTTP && (OF_HTTP.contains(name) || FLAGS_OF_HTTP.contains(name))) {
        faults.add("Option '--" + name + "' is for '--http' only.");
      } else if (transport != Transport.UNIX
          && transport != Transport.TCP
          && OF_SOCKETS.contains(name)) {
        faults.add("Option '--" + name + "' is for '--unix' and '--tcp' only.");
      }
    }
  }

  private static Transport transport(Map<String, String> values, List<String> faults) {
    Transport chosen = Transport.STDIO;
    for (Transport transport : Transport.values()) {
      String option = transport.name().toLowerCase(java.util.Locale.ROOT);
      if (values.containsKey(option)) {
        if (chosen != Transport.STDIO) {
          faults.add("Options '--unix', '--tcp' and '--http' exclude each other.");
          return chosen;
        }
        chosen = transport;
      }
    }
    return chosen;
  }

  /** Whether the usage was asked for. */
  public boolean help() {
    return values.containsKey("help");
  }

  /** Whether {@code flag} was given. */
  public boolean has(String flag) {
    return values.containsKey(flag);
  }

  /** The value of {@code option}, or null when it was not given. */
  public @Nullable String value(String option) {
    return values.get(option);
  }

  /** The value of {@code option}, which must be between {@code least} and {@code most}. */
  public int number(String option, int absent, int least, int most) {
    String text = values.get(option);
    if (text == null) {
      return absent;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // said below, together with what would be right
    }
    throw new WrongOptionException(
        "Option '--"
            + option
            + "' must be a number from "
            + least
            + " to "
            + most
            + ", not '"
            + text
            + "'.");
  }

  /** The value of {@code option}, a number of bytes. */
  public long bytes(String option, long absent) {
    String text = values.get(option);
    if (text == null) {
      return absent;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException noNumber) {
      throw new WrongOptionException(
          "Option '--" + option + "' must be a number of bytes, not '" + text + "'.");
    }
  }

  /**
   * The bytes that all calls may hold, as the option or else {@code environment} says; 0 when
   * neither does.
   */
  public long maxMemory(Map<String, String> environment) {
    String option = values.get(MAX_MEMORY);
    String text = option == null ? environment.get(MAX_MEMORY_VARIABLE) : option;
    if (text == null || text.isEmpty()) {
      return 0;
    }
    try {
      long bytes = Long.parseLong(text);
      if (bytes >= LEAST_MEMORY) {
        return bytes;
      }
    } catch (NumberFormatException noNumber) {
      // said below, together with what would be right
    }
    throw new WrongOptionException(
        (option == null ? MAX_MEMORY_VARIABLE : "Option '--" + MAX_MEMORY + "'")
            + " must be a number of bytes, at least "
            + LEAST_MEMORY
            + ", not '"
            + text
            + "'.");
  }

  /** The value of {@code option} in milliseconds, given in seconds; not more than a few years. */
  public long millis(String option, long absent) {
    String text = values.get(option);
    if (text == null) {
      return absent;
    }
    try {
      double seconds = Double.parseDouble(text);
      if (seconds <= 0) {
        return 0;
      } else if (seconds < 1e8) {
        return Math.max(1, Math.round(seconds * 1000));
      }
    } catch (NumberFormatException noNumber) {
      // said below, together with what would be right
    }
    throw new WrongOptionException(
        "Option '--" + option + "' must be a number of seconds, not '" + text + "'.");
  }
}
