package io.vgi.internal.dispatch;

import io.vgi.catalog.Catalog;
import io.vgi.internal.dispatch.ServedCatalogs.Served;
import io.vgi.param.Setting;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attaching and what an attached catalog says of itself. */
final class CatalogCalls implements UnaryCall {
  private static final String VALUE = "value";

  private final ServedCatalogs catalogs;

  CatalogCalls(ServedCatalogs catalogs) {
    this.catalogs = catalogs;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "catalog_catalogs",
        "catalog_attach",
        "catalog_detach",
        "catalog_version",
        "catalog_copy_from_formats");
  }

  @Override
  public @Nullable WireRecord handle(DialectCall call, WireRecord request) {
    return switch (call.method()) {
      case "catalog_catalogs" -> list(call);
      case "catalog_attach" -> attach(call, request);
      case "catalog_detach" -> null;
      case "catalog_version" -> version(request);
      default -> WireRecord.named("CopyFromFormatsResponse").set("items", List.of());
    };
  }

  private WireRecord list(DialectCall call) {
    List<WireRecord> items = new ArrayList<>();
    for (Served served : catalogs.all()) {
      items.add(
          WireRecord.named("CatalogInfo")
              .set("name", served.catalog().name())
              .set("source_url", served.catalog().sourceUrl()));
    }
    return WireRecord.named("CatalogsResponse").set("items", call.encodeAll("CatalogInfo", items));
  }

  private WireRecord attach(DialectCall call, WireRecord request) {
    Served served = catalogs.named(request.needText("name"));
    Catalog catalog = served.catalog();
    List<byte[]> settings = new ArrayList<>();
    for (Setting<?> setting : catalog.settings()) {
      settings.add(call.encode("SettingSpec", setting(call, setting)));
    }
    return WireRecord.named("CatalogAttachResult")
        .set("attach_opaque_data", ServedCatalogs.attachData(served))
        .set("supports_transactions", false)
        .set("supports_time_travel", false)
        .set("catalog_version_frozen", true)
        .set("catalog_version", 1L)
        .set("attach_opaque_data_required", true)
        .set("default_schema", Catalog.MAIN)
        .set("settings", settings)
        .set("comment", catalog.comment())
        .set("tags", catalog.tags())
        .set("supports_column_statistics", false);
  }

  private static WireRecord setting(DialectCall call, Setting<?> setting) {
    WireSchema type = WireSchema.of(setting.type().field(VALUE));
    byte[] fallback =
        setting.fallback() == null
            ? null
            : WireRecord.named(setting.name())
                .set(VALUE, setting.fallback())
                .toBytes(type, call.allocator());
    return WireRecord.named("SettingSpec")
        .set("name", setting.name())
        .set("description", setting.doc())
        .set("type", IpcBytes.ofSchema(type))
        .set("default_value", fallback);
  }

  private WireRecord version(WireRecord request) {
    catalogs.attached(request.bytes("attach_opaque_data"));
    return WireRecord.named("CatalogVersionResponse").set("version", 1L);
  }
}
