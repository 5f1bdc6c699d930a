package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.wire.MetadataKeys;

/** Sees in the input of a connection that its client cancels or leaves. Of the watcher's thread. */
final class InputWatch implements Presence.Client {
  private final ByteSource source;
  private boolean cancelled;
  private boolean over;

  InputWatch(ByteSource source) {
    this.source = source;
  }

  @Override
  public void look(Presence presence, long running) {
    cancelled = false;
    over = false;
    presence.look(running, this::look);
    if (cancelled) {
      presence.cancel(running, null);
    }
    if (over) {
      presence.gone(running);
    }
  }

  private void look() {
    source.look();
    cancelled = source.announces(MetadataKeys.CANCEL);
    over = source.isOver();
  }
}
