package io.vgi.internal.start;

import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Loads and verifies the classes that the first answers need on a thread beside the one that makes
 * the catalog: those of every worker, which {@code classes.txt} names in the order of their use,
 * then those that the worker names itself in {@code META-INF/vgi/classes.txt}. It initializes none,
 * as two threads that initialize classes in different orders may wait for each other for ever.
 *
 * <p>Where a start script names an archive of classes it only has the jar opened and reads one of
 * its resources, as the first call does: the JVM maps classes sooner than a list of them is read.
 * Where that archive's maker found nothing that takes SLF4J's log, it also has SLF4J begin.
 */
public final class ClassLoading extends Thread {
  private static final String COMMON = "io/vgi/internal/start/classes.txt";
  private static final String OWN = "META-INF/vgi/classes.txt";

  /** Set by the start script. */
  private static final String ARCHIVED = "vgi.start.archived";

  /** Set by the start script where no library on the class path takes what SLF4J logs. */
  public static final String UNLOGGED = "vgi.start.unlogged";

  private static boolean begun;

  private ClassLoading() {
    super(null, null, "vgi-start", 0, false);
    setDaemon(true);
  }

  /** Begins, once in a process. */
  public static synchronized void begin() {
    if (!begun) {
      begun = true;
      if (System.getProperty(UNLOGGED) != null) {
        WorkerLog.quiet();
      }
      new ClassLoading().start();
    }
  }

  /** Whether a start script began this process and named an archive of classes. */
  public static boolean isArchived() {
    return System.getProperty(ARCHIVED) != null;
  }

  @Override
  public void run() {
    ClassLoader loader = ClassLoading.class.getClassLoader();
    if (loader != null && isArchived()) {
      if (System.getProperty(UNLOGGED) != null) {
        // to look for what is not there has the jar opened, for which others need not wait
        WorkerLog.begin();
      }
      read(loader, COMMON);
    } else if (loader != null) {
      load(loader, COMMON);
      load(loader, OWN);
    }
  }

  @SuppressWarnings("ReturnValueIgnored") // the classes are wanted to be linked, no more
  private static void load(ClassLoader loader, String list) {
    String names = read(loader, list);
    int end;
    for (int at = 0; (end = names.indexOf('\n', at)) >= 0; at = end + 1) {
      try {
        // asking for public constructors links the class, which verifies it
        Class.forName(names.substring(at, end), false, loader).getConstructors();
      } catch (ClassNotFoundException | LinkageError notHere) {
        // another JDK's, or of a library that was left out; whoever uses it will be told
      }
    }
  }

  private static String read(ClassLoader loader, String list) {
    try (@Nullable InputStream in = loader.getResourceAsStream(list)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      return ""; // it would only have saved time
    }
  }
}
