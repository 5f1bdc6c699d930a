package io.vgi.internal.state;

import io.vgi.rpc.VgiException;

/** What is said when a call looks for something that an earlier call must have stored. */
public final class MissingState {
  private MissingState() {}

  /** What to tell the caller of {@code function}. */
  public static VgiException of(String function) {
    return VgiException.unavailable(
        "What an earlier call of '"
            + function
            + "' stored is not in the state store of this process: the query is over, or the"
            + " worker's processes do not share one store; name it for all of them, such as in"
            + " VGI_WORKER_SHARED_STORAGE");
  }
}
