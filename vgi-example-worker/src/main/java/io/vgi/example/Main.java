package io.vgi.example;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogSource;
import io.vgi.catalog.Schema;
import io.vgi.example.accumulate.AccumulateCatalog;
import io.vgi.example.aggregate.Aggregates;
import io.vgi.example.attach.OptionCatalogs;
import io.vgi.example.attach.VersionedTables;
import io.vgi.example.cache.CacheTables;
import io.vgi.example.catalog.CompanionCatalog;
import io.vgi.example.catalog.NarrowCatalog;
import io.vgi.example.catalog.ProjectionCatalog;
import io.vgi.example.catalog.SqlObjects;
import io.vgi.example.copy.CopyFormats;
import io.vgi.example.filter.FilterTables;
import io.vgi.example.filter.Filters;
import io.vgi.example.inout.RowFunctions;
import io.vgi.example.partition.Partitions;
import io.vgi.example.rules.RulesCatalog;
import io.vgi.example.scalar.ArithmeticScalars;
import io.vgi.example.scalar.TextScalars;
import io.vgi.example.scalar.TwinCatalogs;
import io.vgi.example.secret.SecretFunctions;
import io.vgi.example.sqlite.SqliteSource;
import io.vgi.example.table.Tables;
import io.vgi.example.write.SchemaReconcile;
import io.vgi.example.write.SimpleWritable;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The example worker: one process, the catalog chosen by the environment. */
public final class Main {
  private static final String CATALOG = "VGI_WORKER_CATALOG_NAME";
  private static final String PROTOCOL = "VGI_PROTOCOL_VERSION_OVERRIDE";
  private static final String OPTIONAL_TOKENS = "VGI_OPTIONAL_BEARER_TOKENS";
  private static final String EXAMPLE = "example";
  private static final List<String> FURTHER =
      List.of(
          "projection_repro",
          "narrow_bind",
          "accumulate",
          "schema_reconcile",
          "twin_a",
          "twin_b",
          "sqlite");

  private Main() {}

  /** Serves until DuckDB leaves. */
  public static void main(String[] args) {
    Worker worker = worker(System.getenv(CATALOG));
    String version = System.getenv(PROTOCOL);
    String tokens = System.getenv(OPTIONAL_TOKENS);
    if (version != null) {
      worker = worker.protocolVersion(version);
    }
    if (tokens != null) {
      worker = worker.authenticator(Authenticator.bearer(owners(tokens)).optional());
    }
    worker.run(args);
  }

  private static Map<String, Principal> owners(String tokens) {
    Map<String, Principal> owners = new HashMap<>();
    for (String entry : tokens.split(",", -1)) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        String name = entry.substring(equals + 1);
        owners.put(entry.substring(0, equals), new Principal("bearer", name, Map.of()));
      }
    }
    return owners;
  }

  private static Worker worker(@Nullable String catalog) {
    return switch (catalog == null ? EXAMPLE : catalog) {
      case "bad_enum" -> Worker.of(badEnum());
      case "versioned" -> Worker.of(VersionedTables.versionsOnly());
      case "versioned_tables" -> Worker.of(VersionedTables.create());
      case "simple_writable" -> Worker.of(SimpleWritable.create());
      case "attach_options" -> Worker.of(OptionCatalogs.optional(), OptionCatalogs.required());
      case "companion" -> Worker.of(CompanionCatalog.create(System.getenv()));
      case "rules" -> Worker.of(RulesCatalog.create());
      default -> withFurther(Worker.of(example()));
    };
  }

  /** The other catalogs are made when they are attached. */
  private static Worker withFurther(Worker worker) {
    Worker all = worker;
    for (String name : FURTHER) {
      all = all.catalog(name, new Further(name));
    }
    return all;
  }

  /** One of the other catalogs. */
  private record Further(String name) implements Supplier<CatalogSource> {
    @Override
    public CatalogSource get() {
      return switch (name) {
        case "projection_repro" -> ProjectionCatalog.create();
        case "narrow_bind" -> NarrowCatalog.create();
        case "accumulate" -> AccumulateCatalog.create();
        case "schema_reconcile" -> SchemaReconcile.create();
        case "sqlite" -> SqliteSource.create();
        default -> TwinCatalogs.of(name);
      };
    }
  }

  /** A catalog with one function that is published wrongly, to see clients refuse it. */
  private static Catalog badEnum() {
    return Catalog.named(EXAMPLE).function(ArithmeticScalars.withUnknownNullHandling()).build();
  }

  static Catalog example() {
    // first of all, as the SDK makes itself ready meanwhile
    Catalog.Builder example = Catalog.named(EXAMPLE);
    CacheTables cache = new CacheTables();
    SecretFunctions secrets = new SecretFunctions();
    return CopyFormats.addTo(example)
        .comment("Example VGI catalog for testing")
        .tag("source", "vgi-fixture-worker")
        .tag("version", "1")
        .sourceUrl("https://github.com/query-farm/vgi-python")
        .transactions()
        .setting(Settings.VERBOSE)
        .setting(Settings.GREETING)
        .setting(Settings.MULTIPLIER)
        .setting(Settings.THRESHOLD)
        .setting(Settings.SCALE_FACTOR)
        .setting(Settings.CONFIG)
        .secretType(Secrets.EXAMPLE)
        .globals("vgi_example", "global_scalar", "global_table", "global_agg", "global_buffered")
        .schema(
            Catalog.MAIN,
            new Consumer<>() {
              @Override
              public void accept(Schema.Builder main) {
                main.comment("Example functions for testing VGI");
                ArithmeticScalars.addTo(main);
                TextScalars.addToMain(main);
                Aggregates.addToMain(main);
                Tables.addToMain(main);
                Partitions.addTo(main);
                Filters.addTo(main);
                cache.addToMain(main);
                secrets.addToMain(main);
                RowFunctions.addToMain(main);
                SqlObjects.addTo(main);
              }
            })
        .schema(
            "data",
            new Consumer<>() {
              @Override
              public void accept(Schema.Builder data) {
                data.comment("Example tables backed by functions");
                TextScalars.addToData(data);
                Aggregates.addToData(data);
                Tables.addToData(data);
                FilterTables.addTo(data);
                cache.addToData(data);
                secrets.addToData(data);
                Partitions.addToData(data);
                RowFunctions.addToData(data);
              }
            })
        .build();
  }
}
