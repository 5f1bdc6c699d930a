package io.vgi.rpc.internal.socket;

import java.util.concurrent.ThreadFactory;

/** Virtual threads, of a newer Java than the one this is compiled for. */
public final class VirtualThreads {
  /** Earlier ones hold up a thread of the processor while one waits in a synchronized block. */
  private static final int FIRST_VERSION = 24;

  private VirtualThreads() {}

  /**
   * Checks that they are of use here.
   *
   * @throws IllegalArgumentException when this Java is too old for them
   */
  public static void check() {
    int version = Runtime.version().feature();
    if (version < FIRST_VERSION) {
      throw new IllegalArgumentException(
          "Virtual threads need Java "
              + FIRST_VERSION
              + " or later, this is Java "
              + version
              + "; use a newer one or do without them");
    }
  }

  /** Makes them, all of one name. */
  static ThreadFactory factory(String name) {
    check();
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
      Object named = builder.getMethod("name", String.class).invoke(virtual, name);
      return (ThreadFactory) builder.getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException("This Java has no virtual threads", missing);
    }
  }
}
