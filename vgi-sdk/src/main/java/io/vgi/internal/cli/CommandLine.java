package io.vgi.internal.cli;

import io.vgi.param.WorkerOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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

  private static final String MAX_MEMORY = "max-memory";
  private static final String MAX_MEMORY_VARIABLE = "VGI_MAX_MEMORY";
  private static final long LEAST_MEMORY = 16 << 20;
  private static final List<String> LEVELS = List.of("DEBUG", "INFO", "WARNING", "WARN", "ERROR");
  private static final List<String> FLAGS =
      List.of("http", "help", "version", "debug", "quiet", "describe", "no-describe", "threaded");
  private static final List<String> VALUED =
      List.of(
          "unix",
          "tcp",
          "access-log",
          "log-level",
          "protocols",
          MAX_MEMORY,
          Installing.INSTALL,
          Installing.EXECUTABLE);
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
          "receipts-at",
          "token-lifetime",
          "tls-client-ca",
          "tls-keystore");

  /** Reads {@code args}; all that is wrong with them is reported at once. */
  public static CommandLine parse(String[] args) {
    return parse(args, List.of());
  }

  /** Reads {@code args}, among which may be a worker's {@code own} options. */
  public static CommandLine parse(String[] args, List<WorkerOption<?>> own) {
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
      WorkerOption<?> mine = find(own, name);
      boolean flag = FLAGS.contains(name) || FLAGS_OF_HTTP.contains(name);
      if (flag && equals >= 0) {
        faults.add("Option '--" + name + "' takes no value.");
      } else if (!flag && mine == null && !isKnown(name)) {
        faults.add(unknown(arg, name, own));
        // its value, if it has one, is no fault of its own
        i += i + 1 < args.length && equals < 0 && !args[i + 1].startsWith("-") ? 1 : 0;
      } else if (flag || (mine != null && mine.type() == Boolean.class && equals < 0)) {
        values.put(name, "");
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
    String level = values.get("log-level");
    if (level != null && !LEVELS.contains(level.toUpperCase(Locale.ROOT))) {
      faults.add("Option '--log-level' must be one of " + LEVELS + ", not '" + level + "'.");
    }
    Transport transport = transport(values, faults);
    checkUse(transport, values, faults);
    return new CommandLine(transport, Map.copyOf(values), faults);
  }

  private static @Nullable WorkerOption<?> find(List<WorkerOption<?>> own, String name) {
    for (WorkerOption<?> option : own) {
      if (option.name().equals(name)) {
        return option;
      }
    }
    return null;
  }

  /** Whether every worker has an option of that name. */
  public static boolean isReserved(String name) {
    return FLAGS.contains(name) || FLAGS_OF_HTTP.contains(name) || isKnown(name);
  }

  private static boolean isKnown(String name) {
    return VALUED.contains(name) || OF_SOCKETS.contains(name) || OF_HTTP.contains(name);
  }

  private static String unknown(String arg, String name, List<WorkerOption<?>> own) {
    if (!arg.startsWith("--")) {
      return "Argument '" + arg + "' is no option; see --help.";
    }
    List<String> names = new ArrayList<>();
    own.forEach(option -> names.add(option.name()));
    List.of(FLAGS, VALUED, OF_SOCKETS, FLAGS_OF_HTTP, OF_HTTP).forEach(names::addAll);
    String near = SimilarName.of(name, names);
    return "Unknown option '--"
        + name
        + (near == null ? "'; see --help." : "', did you mean '--" + near + "'? See --help.");
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
      String option = transport.name().toLowerCase(Locale.ROOT);
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
