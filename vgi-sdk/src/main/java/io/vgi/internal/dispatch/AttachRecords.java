package io.vgi.internal.dispatch;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Companion;
import io.vgi.catalog.Release;
import io.vgi.internal.value.NestedRows;
import io.vgi.internal.wire.DialectCall;
import io.vgi.internal.wire.Feature;
import io.vgi.param.Arg;
import io.vgi.param.AttachOption;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The records of what can be attached, and of what an ATTACH brings. */
final class AttachRecords {
  private static final String VALUE = "value";
  private static final String REDACT = "redact";

  private AttachRecords() {}

  /** What listings tell of {@code point} before anybody attaches it. */
  static WireRecord info(DialectCall call, CatalogEndpoint point) {
    List<byte[]> options = new ArrayList<>();
    for (AttachOption<?> option : point.source().attachOptions()) {
      options.add(call.encode("AttachOptionSpec", option(call, option)));
    }
    List<Map<String, Object>> releases = new ArrayList<>();
    for (Release release : point.releases()) {
      releases.add(release(release));
    }
    return WireRecord.named("CatalogInfo")
        .set("name", point.source().name())
        .set("implementation_version", point.implementations().fallback())
        .set("data_version_spec", point.publishedData())
        .set("attach_option_specs", options)
        .set("releases", releases)
        .set("source_url", point.source().sourceUrl());
  }

  /** A catalog of which nothing but its name is known. */
  static WireRecord info(String name) {
    return WireRecord.named("CatalogInfo")
        .set("name", name)
        .set("attach_option_specs", List.of())
        .set("releases", List.of());
  }

  private static Map<String, Object> release(Release release) {
    Map<String, Object> struct = new LinkedHashMap<>();
    struct.put("version", release.version());
    struct.put("summary", release.summary());
    Instant at = release.at();
    if (at != null) {
      struct.put("released_at", ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }
    if (release.notes() != null) {
      struct.put("notes_url", release.notes());
    }
    return struct;
  }

  private static WireRecord option(DialectCall call, AttachOption<?> option) {
    return WireRecord.named("AttachOptionSpec")
        .set("name", option.name())
        .set("description", option.doc())
        .set("type", IpcBytes.ofSchema(WireSchema.of(option.type().field(VALUE))))
        .set("default_value", value(call, option.type(), option.fallback()))
        .set("required", option.isRequired())
        .set("secret", option.isSecret());
  }

  private static byte @Nullable [] value(
      DialectCall call, SqlType type, @Nullable Object fallback) {
    return fallback == null
        ? null
        : NestedRows.of(
            List.of(type.field(VALUE)), Collections.singletonList(fallback), call.allocator());
  }

  /** What an attach brings, but for the data that the engine keeps of it. */
  static WireRecord result(AttachedCall attached, List<byte[]> globals) {
    DialectCall call = attached.call();
    ServedCatalog served = attached.served();
    Catalog catalog = served.about();
    List<byte[]> settings = new ArrayList<>();
    for (Setting<?> setting : catalog.settings()) {
      settings.add(call.encode("SettingSpec", setting(call, setting)));
    }
    List<byte[]> secrets = new ArrayList<>();
    for (SecretType type : catalog.secretTypes()) {
      secrets.add(call.encode("SecretTypeSpec", secretType(type)));
    }
    return WireRecord.named("CatalogAttachResult")
        .set("supports_transactions", served.hasTransactions())
        .set("supports_time_travel", served.hasTimeTravel())
        .set("catalog_version_frozen", served.isFrozen())
        .set("catalog_version", served.version(attached))
        .set("attach_opaque_data_required", true)
        .set("default_schema", served.defaultSchema())
        .set("settings", settings)
        .set("secret_types", secrets)
        .set("attach_catalogs", companions(call, served.companions(attached)))
        .set("comment", catalog.comment())
        .set("tags", catalog.tags())
        .set("supports_column_statistics", served.hasStatistics())
        .set("global_functions", globals)
        .set("global_function_prefix", catalog.globalPrefix())
        .set("supports_catalog_contents", call.dialect().has(Feature.CATALOG_CONTENTS))
        .set("resolved_data_version", attached.attached().data().dataVersion())
        .set("resolved_implementation_version", attached.attached().data().implementationVersion());
  }

  private static List<byte[]> companions(DialectCall call, List<Companion> all) {
    List<byte[]> items = new ArrayList<>(all.size());
    for (Companion companion : all) {
      items.add(
          call.encode(
              "AttachCatalogInfo",
              WireRecord.named("AttachCatalogInfo")
                  .set("alias", companion.alias())
                  .set("target", companion.target())
                  .set("db_type", companion.type())
                  .set("options", companion.options())
                  .set("hidden", companion.hidden())
                  .set("required", companion.required())
                  .set("secret_ref", companion.secret())));
    }
    return items;
  }

  private static WireRecord setting(DialectCall call, Setting<?> setting) {
    return WireRecord.named("SettingSpec")
        .set("name", setting.name())
        .set("description", setting.doc())
        .set("type", IpcBytes.ofSchema(WireSchema.of(setting.type().field(VALUE))))
        .set("default_value", value(call, setting.type(), setting.fallback()));
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
}
