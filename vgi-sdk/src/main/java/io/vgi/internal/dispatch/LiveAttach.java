package io.vgi.internal.dispatch;

import io.vgi.catalog.Attach;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Seal;
import java.nio.ByteBuffer;

/**
 * An attach of a live catalog, from which it is opened in this process.
 *
 * @param sessions the catalogs that are open
 * @param choice what opens one
 * @param about what is known of it before
 * @param key names the attach and all that it asked for
 * @param attach what it asked for
 * @param caller who attached
 */
record LiveAttach(
    LiveSessions sessions,
    CatalogChoice choice,
    Catalog about,
    ByteBuffer key,
    Attach attach,
    Principal caller) {

  static LiveAttach of(
      LiveSessions sessions, CatalogChoice choice, Catalog about, AttachData data, Attach attach) {
    ByteBuffer key = ByteBuffer.wrap(data.sealed(Seal.NONE));
    return new LiveAttach(sessions, choice, about, key, attach, attach.principal());
  }

  /** The content of the catalog, which stays open until {@code call} ends. */
  LiveContent enter(DialectCall call) throws Exception {
    LiveSession session = sessions.enter(key, caller, () -> choice.open(attach));
    call.holds().add(session);
    return new LiveContent(about, session);
  }
}
