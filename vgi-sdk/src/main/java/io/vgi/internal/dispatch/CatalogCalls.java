package io.vgi.internal.dispatch;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.dispatch.ServedCatalogs.Served;
import io.vgi.internal.state.UserStateStore;
import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Attaching and what an attached catalog says of itself. */
final class CatalogCalls implements UnaryCall {
  private static final String VALUE = "value";
  private static final String REDACT = "redact";

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
      case "catalog_detach" -> null;
      case "catalog_version" -> version(request);
      case "catalog_transaction_begin" ->
          WireRecord.named("TransactionBeginResponse").set("transaction_opaque_data", Ids.next());
      case "catalog_transaction_commit", "catalog_transaction_rollback" -> end(request);
      default -> WireRecord.named("CopyFromFormatsResponse").set("items", List.of());
    };
  }

  private WireRecord list(DialectCall call) {
    List<WireRecord> items = new ArrayList<>();
    for (Served served : catalogs.all()) {
      items.add(
          WireRecord.named("CatalogInfo")
              .set("name", served.catalog().name())
              .set("implementation_version", served.catalog().implementationVersion())
              .set("data_version_spec", served.catalog().dataVersion())
              .set("source_url", served.catalog().sourceUrl()));
    }
    return WireRecord.named("CatalogsResponse").set("items", call.encodeAll("CatalogInfo", items));
  }

  private WireRecord attach(DialectCall call, WireRecord request) {
    Served served = catalogs.named(request.needText("name"));
    Catalog catalog = served.catalog();
    refuseOther(
        "implementation_version",
        request.text("implementation_version"),
        catalog.implementationVersion());
    refuseOther("data_version_spec", request.text("data_version_spec"), catalog.dataVersion());
    List<byte[]> settings = new ArrayList<>();
    for (Setting<?> setting : catalog.settings()) {
      settings.add(call.encode("SettingSpec", setting(call, setting)));
    }
    List<byte[]> secrets = new ArrayList<>();
    for (SecretType type : catalog.secretTypes()) {
      secrets.add(call.encode("SecretTypeSpec", secretType(type)));
    }
    boolean timeTravel = false;
    boolean statistics = false;
    for (Schema schema : catalog.schemas()) {
      for (Table table : schema.tables()) {
        timeTravel |= table.hasTimeTravel();
        // a table that declares none may have a function that knows
        statistics = true;
      }
    }
    return WireRecord.named("CatalogAttachResult")
        .set("attach_opaque_data", ServedCatalogs.attachData(served))
        .set("supports_transactions", catalog.hasTransactions())
        .set("supports_time_travel", timeTravel)
        .set("catalog_version_frozen", true)
        .set("catalog_version", catalog.version())
        .set("attach_opaque_data_required", true)
        .set("default_schema", catalog.defaultSchema())
        .set("settings", settings)
        .set("secret_types", secrets)
        .set("comment", catalog.comment())
        .set("tags", catalog.tags())
        .set("supports_column_statistics", statistics)
        .set("global_functions", globals(call, served))
        .set("global_function_prefix", catalog.globalPrefix())
        .set("resolved_data_version", catalog.dataVersion())
        .set("resolved_implementation_version", catalog.implementationVersion());
  }

  private static void refuseOther(String what, @Nullable String asked, @Nullable String served) {
    if (asked != null && !asked.isEmpty() && served != null && !asked.equals(served)) {
      throw VgiException.unsupported(
          "Unsupported " + what + " '" + asked + "'; this worker serves " + served);
    }
  }

  private List<byte[]> globals(DialectCall call, Served served) {
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

  private static WireRecord secretType(SecretType type) {
    List<Field> parameters = new ArrayList<>();
    for (Arg<?> parameter : type.parameters()) {
      parameters.add(
          parameter
              .type()
              .field(
                  parameter.name(),
                  true,
                  type.isRedacted(parameter) ? Map.of(REDACT, "true") : Map.of()));
    }
    return WireRecord.named("SecretTypeSpec")
        .set("name", type.name())
        .set("description", type.doc())
        .set("parameters_schema", IpcBytes.ofSchema(WireSchema.of(parameters)));
  }

  private WireRecord version(WireRecord request) {
    Served served = catalogs.attached(request.bytes("attach_opaque_data"));
    return WireRecord.named("CatalogVersionResponse").set("version", served.catalog().version());
  }

  /**
   * What was kept for the transaction goes, whichever way it ends: rows are never changed here. A
   * process that never used the store does not load it for this; what others kept ends by age.
   */
  private @Nullable WireRecord end(WireRecord request) {
    byte[] transaction = request.bytes("transaction_opaque_data");
    boolean unused = store instanceof UserStateStore user && !user.isLoaded();
    if (transaction != null && transaction.length > 0 && !unused) {
      store.clear(transaction);
    }
    return null;
  }
}
