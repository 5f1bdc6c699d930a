package io.vgi.internal.dispatch;

import io.vgi.catalog.Schema;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.state.Ids;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attaching and what an attached catalog says of itself. */
final class CatalogCalls implements MethodFamily {
  private final ServedCatalogs catalogs;
  private final StateStore store;
  private final FunctionRecords functions = new FunctionRecords();

  CatalogCalls(ServedCatalogs catalogs, StateStore store) {
    this.catalogs = catalogs;
    this.store = store;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "catalog_catalogs",
        "catalog_attach",
        "catalog_detach",
        "catalog_version",
        "catalog_transaction_begin",
        "catalog_transaction_commit",
        "catalog_transaction_rollback",
        "catalog_copy_from_formats");
  }

  @Override
  public @Nullable WireRecord handle(DialectCall call, WireRecord request) {
    return switch (call.method()) {
      case "catalog_catalogs" -> list(call);
      case "catalog_attach" -> attach(call, request);
      case "catalog_detach" -> detach(call, request);
      case "catalog_version" -> version(call, request);
      case "catalog_transaction_begin" ->
          WireRecord.named("TransactionBeginResponse")
              .set("transaction_opaque_data", TransactionData.begin(call.context()));
      case "catalog_transaction_commit", "catalog_transaction_rollback" -> end(call, request);
      case "catalog_copy_from_formats" ->
          WireRecord.named("CopyFromFormatsResponse").set("items", List.of());
      default -> throw call.unhandled();
    };
  }

  private WireRecord list(DialectCall call) {
    List<WireRecord> items = new ArrayList<>();
    for (CatalogEndpoint point : catalogs.all()) {
      items.add(AttachRecords.info(call, point));
    }
    return WireRecord.named("CatalogsResponse").set("items", call.encodeAll("CatalogInfo", items));
  }

  private WireRecord attach(DialectCall call, WireRecord request) {
    CatalogEndpoint point = catalogs.named(request.needText("name"));
    byte[] options = request.bytes("options");
    AttachData data =
        new AttachData(
            Ids.next(),
            point.source().name(),
            point.data().resolve(request.text("data_version_spec")),
            point.implementations().resolve(request.text("implementation_version")),
            options == null ? new byte[0] : options,
            ConstraintProfile.asked(call, request));
    Attachment attached = point.attached(data, call.context().principal(), call.allocator());
    WireRecord result = AttachRecords.result(call, attached, globals(call, attached.served()));
    data.constraints().tell(call, result);
    return result.set("attach_opaque_data", catalogs.kept(call.context(), point, data));
  }

  private List<byte[]> globals(DialectCall call, ServedCatalog served) {
    List<byte[]> items = new ArrayList<>();
    if (!served.catalog().globals().isEmpty()) {
      Schema home = served.existing(List.of(served.catalog().defaultSchema()));
      for (SqlFunction function : home.functions()) {
        FunctionEntry entry = served.entry(home, function);
        if (served.catalog().globals().contains(entry.spec().name())) {
          items.add(call.encode("FunctionInfo", functions.record(call, entry)));
        }
      }
    }
    return items;
  }

  private WireRecord version(DialectCall call, WireRecord request) {
    ServedCatalog served =
        catalogs.attached(call.context(), request.bytes("attach_opaque_data")).served();
    return WireRecord.named("CatalogVersionResponse").set("version", served.catalog().version());
  }

  /** What was kept for the attach goes; an attach of another caller is left alone. */
  private @Nullable WireRecord detach(DialectCall call, WireRecord request) {
    byte[] id = AttachData.id(request.needBytes("attach_opaque_data"), call.context().seal());
    if (id != null) {
      store.clear(id);
    }
    return null;
  }

  /**
   * What was kept for the transaction goes, whichever way it ends: rows are never changed here. A
   * process that never used the store does not load it for this; what others kept ends by age.
   */
  private @Nullable WireRecord end(DialectCall call, WireRecord request) {
    byte[] transaction =
        TransactionData.id(call.context(), request.bytes("transaction_opaque_data"));
    if (transaction != null && store.isUsed()) {
      store.clear(transaction);
    }
    return null;
  }
}
