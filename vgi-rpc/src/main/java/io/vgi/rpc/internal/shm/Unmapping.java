package io.vgi.rpc.internal.shm;

import io.vgi.rpc.internal.log.WorkerLog;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gives mapped memory back at once. Java 17 has no call for that; without one, the memory of every
 * client that ever connected stays until the garbage collector happens to run, which small heaps of
 * a worker seldom need.
 */
final class Unmapping {
  private static final @Nullable Object UNSAFE = unsafe();
  private static final @Nullable Method CLEANER = cleaner();

  private Unmapping() {}

  /** Unmaps {@code whole}, as it came from the file; nobody may touch it or a view of it again. */
  static void unmap(MappedByteBuffer whole) {
    if (UNSAFE == null || CLEANER == null) {
      return;
    }
    try {
      CLEANER.invoke(UNSAFE, whole);
    } catch (IllegalAccessException | InvocationTargetException refused) {
      WorkerLog.debug("Shared memory stays mapped until it is collected: " + refused);
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
    WorkerLog.debug("Shared memory stays mapped until it is collected: " + what + ", " + why);
    return null;
  }
}
