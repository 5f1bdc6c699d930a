package io.vgi.it;

/** The probe worker with a thread of the user's that never ends and is no daemon. */
public final class RestlessWorker {
  private RestlessWorker() {}

  /** Starts the thread and serves. */
  public static void main(String[] args) {
    new Thread(RestlessWorker::rest, "restless").start();
    ProbeWorker.main(args);
  }

  private static void rest() {
    System.err.println("restless");
    while (true) {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException again) {
        System.err.println("still restless");
      }
    }
  }
}
