package io.vgi.internal.cli;

import io.vgi.internal.start.ClassLoading;
import io.vgi.rpc.internal.log.WorkerLog;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps libraries from printing lines at start that users would have to ask about; for a process
 * that is a worker only, as a program that serves besides has settings of its own.
 */
public final class QuietStart {
  private static final String UNSAFE_OPTION = "sun.misc.unsafe.memory.access";
  private static final int FIRST_WARNING_VERSION = 24;

  private QuietStart() {}

  /** Keeps the HTTP server from telling that it starts and stops. */
  static void quietHttp() {
    HttpLoggers.quiet();
  }

  /** Loaded for HTTP only, as it brings the JDK's logging with it. */
  private static final class HttpLoggers {
    // held, because the JDK forgets the levels of loggers that nobody holds
    private static final List<Logger> LOGGERS =
        List.of(
            Logger.getLogger("io.undertow"),
            Logger.getLogger("org.xnio"),
            Logger.getLogger("org.jboss"));

    private HttpLoggers() {}

    static void quiet() {
      LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
    }
  }

  /** Call before Arrow is used. */
  public static void prepare() {
    WorkerLog.quietWithoutProvider();
    if (Runtime.version().feature() >= FIRST_WARNING_VERSION && !ClassLoading.isArchived()) {
      allowUnsafe();
    }
  }

  /**
   * JDK 24 and later warn about Arrow's use of Unsafe unless a JVM flag allows it. A jar cannot set
   * that flag, as a start script does, but one whose manifest opens {@code jdk.internal.misc} can
   * answer as if it were set.
   */
  @SuppressWarnings("unchecked") // the JDK's own map of strings
  private static void allowUnsafe() {
    try {
      Class<?> vm = Class.forName("jdk.internal.misc.VM");
      if (!vm.getModule().isOpen(vm.getPackageName(), QuietStart.class.getModule())) {
        return;
      }
      Field saved = vm.getDeclaredField("savedProps");
      saved.setAccessible(true);
      ((Map<String, String>) saved.get(null)).putIfAbsent(UNSAFE_OPTION, "allow");
    } catch (ReflectiveOperationException | RuntimeException otherJdk) {
      // only a warning stays visible; WorkerLog would load what this class is there to keep quiet
      if (Boolean.getBoolean("vgi.debug")) {
        System.err.println("vgi: the JDK's Unsafe warning cannot be switched off: " + otherJdk);
      }
    }
  }
}
