package io.vgi.http.internal.coding;

import com.github.luben.zstd.util.Native;
import io.vgi.http.HttpOptions;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether zstd's library can be loaded, which must be unpacked where files may be executed. */
public final class Zstd {
  private static final List<String> FOLDERS = List.of("XDG_RUNTIME_DIR", "XDG_STATE_HOME", "HOME");

  private Zstd() {}

  /** {@code options}, without zstd where its library cannot be loaded. */
  public static HttpOptions usable(HttpOptions options) {
    if (!options.codings().contains(Codings.ZSTD)
        && !options.readCodings().contains(Codings.ZSTD)) {
      return options;
    }
    String fault = load(System.getenv());
    if (fault == null) {
      return options;
    }
    WorkerLog.warn(
        "zstd is not offered to clients, as its library cannot be loaded ("
            + fault
            + "); name a folder where files may be executed in the system property"
            + " ZstdTempFolder, or set VGI_HTTP_DISABLE_ZSTD=1 to do without");
    return options.toBuilder()
        .codings(without(options.codings()))
        .readCodings(without(options.readCodings()))
        .build();
  }

  private static List<String> without(List<String> codings) {
    List<String> rest = new ArrayList<>(codings);
    rest.remove(Codings.ZSTD);
    return rest;
  }

  /** Loads the library from the first folder that lets it; returns why none did, else null. */
  static @Nullable String load(Map<String, String> environment) {
    String fault = null;
    try {
      Native.load(); // where the user says, else the temporary files
      return null;
    } catch (LinkageError | RuntimeException refused) {
      fault = root(refused);
    }
    for (String variable : FOLDERS) {
      String folder = environment.get(variable);
      if (folder != null && folder.startsWith("/")) {
        try {
          Native.load(new File(folder));
          return null;
        } catch (LinkageError | RuntimeException refused) {
          // the first reason is told, which is that of the place that was meant
          WorkerLog.debug("zstd cannot be loaded from " + folder + ": " + root(refused));
        }
      }
    }
    return fault;
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
