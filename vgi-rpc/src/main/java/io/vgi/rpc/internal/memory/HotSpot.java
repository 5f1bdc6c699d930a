package io.vgi.rpc.internal.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.vgi.rpc.internal.log.WorkerLog;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;

/**
 * What the JVM most programs run on does when it is asked; others say that they cannot, and then
 * are not asked again. Any thread.
 */
final class HotSpot {
  private static final String LEAST_FREE = "MinHeapFreeRatio";
  private static final String MOST_FREE = "MaxHeapFreeRatio";

  /** Percent of a heap that is at rest. */
  private static final String LITTLE = "1";

  private static final String BIT_MORE = "2";

  private static volatile boolean trims = true;
  private static volatile boolean shrinks = true;

  private HotSpot() {}

  /** Has the C library give back what is free; false when there is no such command. */
  static boolean trim() {
    if (trims) {
      try {
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "systemTrimNativeHeap",
                new Object[0],
                new String[0]);
      } catch (Exception | LinkageError other) { // JMX's own may not be named: it may be missing
        trims = false;
        WorkerLog.debug("The C library keeps what is free: " + other);
      }
    }
    return trims;
  }

  /**
   * Collects everything and leaves little of the heap free. A collection alone leaves as much as
   * suits a process that works, and pages that were used once stay resident.
   */
  static void shrink() {
    boolean collected = false;
    if (shrinks) {
      try {
        HotSpotDiagnosticMXBean jvm =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        String least = jvm.getVMOption(LEAST_FREE).getValue();
        String most = jvm.getVMOption(MOST_FREE).getValue();
        jvm.setVMOption(LEAST_FREE, LITTLE);
        try {
          jvm.setVMOption(MOST_FREE, BIT_MORE);
          System.gc();
          collected = true;
        } finally { // the least may not be more than the most at any time
          jvm.setVMOption(MOST_FREE, most);
          jvm.setVMOption(LEAST_FREE, least);
        }
      } catch (RuntimeException | LinkageError other) {
        shrinks = false;
        WorkerLog.debug("The heap is not made smaller than usual: " + other);
      }
    }
    if (!collected) {
      System.gc();
    }
  }
}
