package io.vgi.rpc.internal.memory;

import io.vgi.rpc.internal.log.WorkerLog;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gives the memory of buffers back at once. Java 17 has no call for that; without one, what clients
 * had mapped or sent stays until the garbage collector happens to run, which small heaps of a
 * worker seldom need.
 */
public final class DirectMemory {
  private static final @Nullable Object UNSAFE = unsafe();
  private static final @Nullable Method CLEANER = cleaner();

  private DirectMemory() {}

  /**
   * Frees {@code whole}, as it was mapped or allocated; nobody may touch it or a view of it again.
   */
  public static void free(ByteBuffer whole) {
    if (UNSAFE == null || CLEANER == null) {
      return;
    }
    try {
      CLEANER.invoke(UNSAFE, whole);
    } catch (IllegalAccessException | InvocationTargetException refused) {
      WorkerLog.debug("Memory stays taken until it is collected: " + refused);
    }
  }

  private static @Nullable Object unsafe() {
    try {
      Field instance = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return instance.get(null);
    } catch (ReflectiveOperationException | RuntimeException absent) {
      return absent("there is no Unsafe", absent);
    }
  }

  private static @Nullable Method cleaner() {
    try {
      return Class.forName("sun.misc.Unsafe").getMethod("invokeCleaner", ByteBuffer.class);
    } catch (ReflectiveOperationException | RuntimeException absent) {
      absent("there is no cleaner", absent);
      return null;
    }
  }

  private static @Nullable Object absent(String what, Exception why) {
    WorkerLog.debug("Memory stays taken until it is collected: " + what + ", " + why);
    return null;
  }
}
