package io.vgi.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A database that the engine attaches for a catalog: a lake, a PostgreSQL server, a file of DuckDB.
 * A table of the catalog can take rows from it by {@link Branch#table}, and queries can name its
 * tables as those of any database. Immutable.
 *
 * <pre>{@code
 * Catalog.named("shop")
 *     .companion(Companion.of("shop_lake", "ducklake:postgres:dbname=lake"))
 *     .table(Table.named("events").columns(AT, WHAT).branches(
 *         Branch.of(RECENT).where("at >= DATE '2026-01-01'"),
 *         Branch.table("shop_lake", "main", "events").where("at < DATE '2026-01-01'")
 *             .requires("parquet"))) // what a lake needs to read its files
 *     .build();
 * }</pre>
 *
 * <p>The engine attaches what is listed in the ATTACH of the catalog, before the catalog itself,
 * with the user's own network and files, and detaches it with the last catalog that has it; equal
 * aliases of one target are shared by several catalogs. It attaches the types ducklake, iceberg,
 * postgres, mysql, duckdb and sqlite; any other fails the ATTACH, even where {@code required} is
 * false. It never replaces a database of the same name. A file of DuckDB or SQLite that does not
 * exist is made. Users who do not want companions say {@code attach_companions false}.
 *
 * @param alias the name that the database gets, as {@link Branch#table} has it; one that nobody
 *     else takes, such as {@code shop_lake} instead of {@code lake}
 * @param target what is attached, such as {@code ducklake:sqlite:/data/lake.sqlite} or the path of
 *     a file; seen from the engine, not from the worker
 * @param type the type of the database; empty where the target begins with it, as {@code
 *     ducklake:…} does
 * @param options options of the ATTACH, such as {@code data_path} of a lake
 * @param hidden whether listings such as {@code duckdb_databases()} leave it out; it can be named
 *     all the same
 * @param required whether the ATTACH of the catalog fails when this cannot be attached, because it
 *     is not reached or its name is taken; what was attached for the catalog before is detached
 *     then. Otherwise the ATTACH succeeds without it and the engine's log has the reason under
 *     {@code vgi.companion_attach.skipped}; queries of tables that read it fail with a sentence
 *     that names it or, where the user has another database of that name, read that one
 * @param secret a secret of the user whose values become options of the ATTACH; empty for none. It
 *     is used only when the user says {@code attach_companion_secrets true}
 */
public record Companion(
    String alias,
    String target,
    String type,
    Map<String, String> options,
    boolean hidden,
    boolean required,
    String secret) {

  /** Copies the options. */
  public Companion {
    Objects.requireNonNull(alias, "alias is null");
    Objects.requireNonNull(target, "target is null");
    Objects.requireNonNull(type, "type is null");
    Objects.requireNonNull(secret, "secret is null");
    options = Pairs.copy(options);
  }

  /** The database at {@code target}, which is required and visible as {@code alias}. */
  public static Companion of(String alias, String target) {
    return new Companion(alias, target, "", Map.of(), false, true, "");
  }

  /** This companion as a database of the type named, such as {@code duckdb}. */
  public Companion type(String name) {
    return new Companion(alias, target, name, options, hidden, required, secret);
  }

  /** This companion with an option of its ATTACH. */
  public Companion option(String name, String value) {
    return new Companion(
        alias, target, type, Pairs.plus(options, name, value), hidden, required, secret);
  }

  /** This companion left out of listings. */
  public Companion asHidden() {
    return new Companion(alias, target, type, options, true, required, secret);
  }

  /** This companion for catalogs that can be attached without it. */
  public Companion asOptional() {
    return new Companion(alias, target, type, options, hidden, false, secret);
  }

  /** This companion with the secret of the user that its ATTACH needs. */
  public Companion secret(String name) {
    return new Companion(alias, target, type, options, hidden, required, name);
  }

  static void check(List<Companion> companions, List<String> faults) {
    Set<String> aliases = new HashSet<>();
    for (Companion companion : companions) {
      String alias = companion.alias;
      if (alias.isBlank()) {
        faults.add("the companion at '" + companion.target + "' has an empty alias");
      } else if (!aliases.add(alias.toLowerCase(Locale.ROOT))) {
        faults.add("it has two companions called '" + alias + "'");
      }
      if (companion.target.isBlank()) {
        faults.add("the companion '" + alias + "' has no target");
      } else if (companion.type.isBlank() && companion.target.indexOf(':') < 1) {
        faults.add(
            "the companion '"
                + alias
                + "' has no type; call type(…), or begin its target with one, as in"
                + " 'duckdb:"
                + companion.target
                + "'");
      }
    }
  }
}
