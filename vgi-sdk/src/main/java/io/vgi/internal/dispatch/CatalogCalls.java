package io.vgi.internal.dispatch;

import io.vgi.catalog.Schema;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.state.Ids;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
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
        "catalog_create",
        "catalog_drop",
        "catalog_version",
        "catalog_copy_from_formats");
  }

  @Override
  public @Nullable WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    return switch (call.method()) {
      case "catalog_catalogs" -> list(call);
      case "catalog_attach" -> attach(call, request);
      case "catalog_detach" -> detach(call, request);
      case "catalog_create" -> throw fixed("create", request);
      case "catalog_drop" -> throw fixed("drop", request);
      case "catalog_version" -> version(call, request);
      case "catalog_copy_from_formats" -> copyFormats(call, request);
      default -> throw call.unhandled();
    };
  }

  private WireRecord list(DialectCall call) {
    return WireRecord.named("CatalogsResponse")
        .set("items", call.encodeAll("CatalogInfo", catalogs.infos(call)));
  }

  private WireRecord attach(DialectCall call, WireRecord request) throws Exception {
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
    AttachedCall attach = AttachedCall.of(catalogs, call, attached, null);
    WireRecord result = AttachRecords.result(attach, globals(attach));
    data.constraints().tell(call, result);
    return result.set("attach_opaque_data", catalogs.kept(call.context(), point, data));
  }

  /** What a worker serves is said in its program; no statement of DuckDB comes to this. */
  private static VgiException fixed(String what, WireRecord request) {
    return VgiException.unsupported(
        "Cannot "
            + what
            + " catalog '"
            + request.needText("name")
            + "': a worker serves the catalogs of its program, so its list of catalogs is"
            + " read-only");
  }

  private List<byte[]> globals(AttachedCall attached) {
    ServedCatalog served = attached.served();
    DialectCall call = attached.call();
    List<byte[]> items = new ArrayList<>();
    if (!served.about().globals().isEmpty()) {
      Schema home = served.existing(attached, List.of(served.defaultSchema()));
      for (FunctionEntry entry : served.listed(attached, home)) {
        if (served.about().globals().contains(entry.spec().name())) {
          items.add(call.encode("FunctionInfo", functions.record(call, entry)));
        }
      }
    }
    return items;
  }

  private WireRecord copyFormats(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    return WireRecord.named("CopyFromFormatsResponse")
        .set("items", attached.served().copyFormats().records(call));
  }

  private WireRecord version(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    return WireRecord.named("CatalogVersionResponse")
        .set("version", attached.served().version(attached));
  }

  /** What was kept for the attach goes; an attach of another caller is left alone. */
  private @Nullable WireRecord detach(DialectCall call, WireRecord request) {
    byte[] id = AttachData.id(request.needBytes("attach_opaque_data"), call.context().seal());
    if (id != null) {
      store.clear(id);
      catalogs.end(id);
    }
    return null;
  }
}
