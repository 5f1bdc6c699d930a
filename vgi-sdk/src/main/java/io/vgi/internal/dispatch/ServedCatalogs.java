package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogSource;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Seal;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this worker serves, by the names that users attach. Any thread. */
final class ServedCatalogs {
  private static final int MOST_ATTACHED = 1_024;
  private static final long OBJECTS = 1_024;
  private static final byte[] NONE = {};

  private final Map<String, CatalogEndpoint> byName = new LinkedHashMap<>();
  private final OptionSeal optionSeal;
  private final StateStore store;
  private final LiveSessions sessions;
  private final LruCache<Known> recent = new LruCache<>(MOST_ATTACHED, 32, Known::bytes);

  /** What an attach led to for a caller, whose claims count, and about how much memory it takes. */
  private record Known(Principal caller, Attachment attachment, long bytes) {}

  /**
   * Serves {@code sources}.
   *
   * @param store what calls share
   * @param sessions the live catalogs that are open
   */
  ServedCatalogs(List<? extends CatalogSource> sources, StateStore store, LiveSessions sessions) {
    this.optionSeal = new OptionSeal(store);
    this.store = store;
    this.sessions = sessions;
    for (CatalogSource source : sources) {
      byName.put(key(source.name()), new CatalogEndpoint(source, sessions));
    }
  }

  /** What calls share. */
  StateStore store() {
    return store;
  }

  /** The attach called {@code id} is over. */
  void end(byte[] id) {
    sessions.end(id);
  }

  List<CatalogEndpoint> all() {
    return List.copyOf(byName.values());
  }

  /** What ATTACH names. */
  CatalogEndpoint named(String name) {
    CatalogEndpoint point = byName.get(key(name));
    if (point == null) {
      List<String> names = new ArrayList<>();
      for (CatalogEndpoint one : byName.values()) {
        names.add(one.source().name());
      }
      throw VgiException.notFound(
          "Unknown catalog: '" + name + "'. Available: " + String.join(", ", names));
    }
    return point;
  }

  /** The attach that {@code data}, as the engine gave it back, belongs to. */
  Attachment attached(CallContext context, byte @Nullable [] data) {
    if (data == null || data.length == 0) {
      return unattached(context);
    }
    // bytes are known for the caller alone for whom they were opened
    Principal caller = context.principal();
    Known known = recent.get(data);
    if (known != null && isSame(known.caller(), caller)) {
      return known.attachment();
    }
    AttachData opened = AttachData.open(data, context.seal());
    CatalogEndpoint point = byName.get(key(opened.catalog()));
    if (point == null) {
      throw AttachData.notRecognized();
    }
    AttachData plain =
        hidesOptions(context, point, opened)
            ? opened.withOptions(optionSeal.open(opened.id(), opened.options()))
            : opened;
    HeapMemory heap = HeapMemory.of(context.allocator());
    long before = heap.held();
    Attachment attachment = point.attached(plain, caller, context.allocator());
    long bytes = OBJECTS + 3L * data.length + heap.held() - before;
    recent.put(data, new Known(caller, attachment, bytes));
    return attachment;
  }

  /**
   * Whether two are one caller, with the same claims. The equals of a record would be built by
   * invokedynamic, which takes longer than the first answer may.
   */
  @SuppressWarnings("ReferenceEquality") // a quick way out only
  static boolean isSame(Principal one, Principal other) {
    return one == other
        || (one.name().equals(other.name())
            && one.domain().equals(other.domain())
            && one.claims().equals(other.claims()));
  }

  /** What the engine is given to keep of {@code attach}. */
  byte[] kept(CallContext context, CatalogEndpoint point, AttachData attach) {
    AttachData kept =
        hidesOptions(context, point, attach)
            ? attach.withOptions(optionSeal.seal(attach.id(), attach.options()))
            : attach;
    return kept.sealed(context.seal());
  }

  /** The engine shows in its log what it keeps, unless all of it is sealed for its caller. */
  private static boolean hidesOptions(
      CallContext context, CatalogEndpoint point, AttachData attach) {
    return context.seal() == Seal.NONE && attach.options().length > 0 && point.hasSecretOptions();
  }

  /** A call that names no attach is for the only catalog, if there is but one. */
  private Attachment unattached(CallContext context) {
    if (byName.size() != 1) {
      throw VgiException.invalidArgument(
          "The call names no attached catalog and this worker serves several");
    }
    CatalogEndpoint only = byName.values().iterator().next();
    AttachData none =
        new AttachData(
            NONE,
            only.source().name(),
            only.data().fallback(),
            only.implementations().fallback(),
            NONE);
    return only.attached(none, context.principal(), context.allocator());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
