package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogSource;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Seal;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this worker serves, by the names that users attach. Any thread. */
final class ServedCatalogs {
  private static final int MOST_ATTACHED = 1_024;
  private static final long OBJECTS = 1_024;
  private static final byte[] NONE = {};

  private final CatalogSources sources;
  private final @Nullable CatalogEndpoint[] points;
  private final OptionSeal optionSeal;
  private final StateStore store;
  private final LiveSessions sessions;
  private final LruCache<Known> recent = new LruCache<>(MOST_ATTACHED, 32, LruCache.Weighed.WEIGHT);

  /** What an attach led to for a caller, whose claims count, and about how much memory it takes. */
  private record Known(Principal caller, Attachment attachment, long weight)
      implements LruCache.Weighed {}

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
    this.sources = CatalogSources.of(sources);
    this.points = new CatalogEndpoint[sources.size()];
  }

  private CatalogEndpoint point(int index) {
    // outside of the lock: it may have to be made, while calls of others go on
    CatalogSource source = sources.get(index);
    synchronized (points) {
      CatalogEndpoint known = points[index];
      if (known == null) {
        known = new CatalogEndpoint(source, sessions);
        points[index] = known;
      }
      return known;
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

  /** What listings have of each; one that cannot be made has its name alone. */
  List<WireRecord> infos(DialectCall call) {
    List<String> names = sources.names();
    List<WireRecord> infos = new ArrayList<>(points.length);
    for (int i = 0; i < points.length; i++) {
      infos.add(
          sources.listed(i) == null
              ? AttachRecords.info(names.get(i))
              : AttachRecords.info(call, point(i)));
    }
    return infos;
  }

  /** What ATTACH names. */
  CatalogEndpoint named(String name) {
    int index = sources.indexOf(name);
    if (index < 0) {
      throw VgiException.notFound(
          "Unknown catalog: '" + name + "'. Available: " + String.join(", ", sources.names()));
    }
    return point(index);
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
    int index = sources.indexOf(opened.catalog());
    if (index < 0) {
      throw AttachData.notRecognized();
    }
    CatalogEndpoint point = point(index);
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

  /**
   * The attach that {@code request} is for. Not every client says it; then it is for the only
   * catalog that has such a function.
   */
  Attachment attached(CallContext context, BindRequest request) {
    if (points.length == 1 || request.isAttached()) {
      return attached(context, request.attach());
    }
    List<CatalogEndpoint> having = having(request, request.schema());
    if (having.isEmpty()) {
      having = having(request, null);
    }
    if (having.isEmpty()) {
      throw VgiException.notFound("Unknown function: '" + request.function() + "'");
    } else if (having.size() > 1) {
      List<String> names = new ArrayList<>();
      for (CatalogEndpoint point : having) {
        names.add(point.source().name());
      }
      throw VgiException.invalidArgument(
          "Function '"
              + request.function()
              + "' is in the catalogs "
              + String.join(", ", names)
              + ", and the call names none that is attached");
    }
    return unattached(context, having.get(0));
  }

  private List<CatalogEndpoint> having(BindRequest request, @Nullable String schema) {
    List<CatalogEndpoint> having = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      CatalogEndpoint point = point(i); // one that cannot be made may have the function, too
      if (point.declares(request, schema)) {
        having.add(point);
      }
    }
    return having;
  }

  /** A call that names no attach is for the only catalog, if there is but one. */
  private Attachment unattached(CallContext context) {
    if (points.length != 1) {
      throw VgiException.invalidArgument(
          "The call names no attached catalog and this worker serves several");
    }
    return unattached(context, point(0));
  }

  private static Attachment unattached(CallContext context, CatalogEndpoint only) {
    AttachData none =
        new AttachData(
            NONE,
            only.source().name(),
            only.data().fallback(),
            only.implementations().fallback(),
            NONE);
    return only.attached(none, context.principal(), context.allocator());
  }
}
