package io.vgi.internal.dispatch;

import io.vgi.catalog.Branch;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.Companion;
import io.vgi.catalog.Index;
import io.vgi.catalog.LiveCatalog;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.Transactions;
import io.vgi.catalog.View;
import io.vgi.function.ScanFunction;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.rpc.VgiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a live catalog, which is asked for at each call: what an earlier call was given
 * may be another version's. Any thread.
 */
final class LiveContent extends ServedCatalog {
  private final LiveSession session;
  private final LiveCatalog live;
  private final LiveChecks checks;

  /** The content of {@code session}, which is open. */
  LiveContent(Catalog about, LiveSession session) {
    super(about);
    this.session = session;
    this.live = session.catalog();
    this.checks = session.checks(about);
  }

  /** Asks the catalog. */
  @FunctionalInterface
  private interface Question<T> {
    @Nullable T ask() throws Exception;
  }

  private <T> @Nullable T find(String what, Question<T> question) {
    try {
      return question.ask();
    } catch (VgiException asItIs) {
      throw asItIs;
    } catch (Exception failure) {
      throw new VgiException(
          VgiException.Kind.INTERNAL,
          "Catalog '" + about().name() + "' failed to tell " + what + ": " + failure,
          failure);
    }
  }

  private <T> T ask(String what, Question<T> question) {
    T answer = find(what, question);
    if (answer == null) {
      throw new VgiException(
          VgiException.Kind.INTERNAL,
          "Catalog '" + about().name() + "' was asked for " + what + " and returned null",
          null);
    }
    return answer;
  }

  private static String of(String what, Schema schema) {
    return "the " + what + " of schema '" + schema.name() + "'";
  }

  /** The open catalog. */
  LiveCatalog live() {
    return live;
  }

  /** Those declared before and those of this ATTACH, checked together. */
  @Override
  List<Companion> companions(AttachedCall call) {
    List<Companion> own = ask("its companions", () -> live.companions(call.asked()));
    if (own.isEmpty()) {
      return about().companions();
    }
    Catalog.Builder together = Catalog.named(about().name());
    about().companions().forEach(together::companion);
    own.forEach(together::companion);
    try {
      return together.build().companions();
    } catch (IllegalArgumentException faults) {
      throw new VgiException(
          VgiException.Kind.INTERNAL, String.valueOf(faults.getMessage()), faults);
    }
  }

  @Override
  String defaultSchema() {
    return ask("its default schema", live::defaultSchema);
  }

  @Override
  boolean isFrozen() {
    return ask("whether it is frozen", live::isFrozen);
  }

  @Override
  long version(AttachedCall call) {
    return ask("its version", () -> live.version(call.asked()));
  }

  @Override
  boolean hasTransactions() {
    return about().hasTransactions() || live.transactions() != null;
  }

  @Override
  @Nullable Transactions<?> transactions() {
    Transactions<?> kind = live.transactions();
    return kind == null ? about().transactions() : kind;
  }

  /** Tables are not asked for to know; one without says so to who asks. */
  @Override
  boolean hasTimeTravel() {
    return true;
  }

  @Override
  boolean hasStatistics() {
    return true;
  }

  @Override
  List<Schema> schemas(AttachedCall call) {
    List<Schema> schemas = ask("its schemas", () -> live.schemas(call.asked()));
    for (Schema schema : schemas) {
      checks.check(schema);
    }
    session.listed(schemas);
    return schemas;
  }

  @Override
  @Nullable Schema schema(AttachedCall call, @Nullable List<String> path) {
    String name = name(path);
    Schema schema = find("schema '" + name + "'", () -> live.schema(call.asked(), name));
    if (schema != null) {
      checks.check(schema);
    }
    return schema;
  }

  @Override
  Schema place(AttachedCall call, @Nullable List<String> path) {
    return Schema.named(name(path)).build();
  }

  @Override
  Map<String, Long> counts(AttachedCall call, Schema schema) {
    String name = schema.name();
    Map<String, Long> counts = new LinkedHashMap<>();
    put(
        counts,
        "table",
        ask(of("number of tables", schema), () -> live.estimatedTables(call.asked(), name)));
    put(
        counts,
        "view",
        ask(of("number of views", schema), () -> live.estimatedViews(call.asked(), name)));
    put(
        counts,
        "macro",
        ask(of("number of macros", schema), () -> live.estimatedMacros(call.asked(), name)));
    return counts;
  }

  /** The engine takes 0 as a promise, which changes within a version would break. */
  private void put(Map<String, Long> counts, String kind, long count) {
    counts.put(kind, Math.max(live.editor() == null ? 0 : 1, count));
  }

  @Override
  List<Table> tables(AttachedCall call, Schema schema) {
    return ask(of("tables", schema), () -> live.tables(call.asked(), schema.name()));
  }

  @Override
  @Nullable Table table(AttachedCall call, Schema schema, String name) {
    return find(
        "table '" + schema.name() + "." + name + "'",
        () -> live.table(call.asked(), schema.name(), name));
  }

  @Override
  List<View> views(AttachedCall call, Schema schema, @Nullable String name) {
    if (name == null) {
      return ask(of("views", schema), () -> live.views(call.asked(), schema.name()));
    }
    View view =
        find(
            "view '" + schema.name() + "." + name + "'",
            () -> live.view(call.asked(), schema.name(), name));
    return view == null ? List.of() : List.of(view);
  }

  @Override
  List<Macro> macros(AttachedCall call, Schema schema, @Nullable String name) {
    if (name == null) {
      return ask(of("macros", schema), () -> live.macros(call.asked(), schema.name()));
    }
    Macro macro =
        find(
            "macro '" + schema.name() + "." + name + "'",
            () -> live.macro(call.asked(), schema.name(), name));
    return macro == null ? List.of() : List.of(macro);
  }

  @Override
  List<Index> indexes(AttachedCall call, Schema schema) {
    return ask(of("indexes", schema), () -> live.indexes(call.asked(), schema.name()));
  }

  @Override
  List<FunctionEntry> listed(AttachedCall call, Schema schema) {
    return entries(schema, null, null);
  }

  /** Its functions, or those called {@code name}. */
  private static List<FunctionEntry> entries(
      Schema schema, @Nullable String name, @Nullable LiveOrigin origin) {
    List<FunctionEntry> entries = new ArrayList<>();
    for (SqlFunction function : schema.functions()) {
      if (name == null || schema.spec(function).name().equals(name)) {
        entries.add(new FunctionEntry(schema.name(), schema.spec(function), function, origin));
      }
    }
    return entries;
  }

  @Override
  @Nullable Map<String, List<byte[]>> listings() {
    return null;
  }

  @Override
  Called source(
      AttachedCall call, Schema schema, Table table, Table state, ScanFunction<?> function) {
    FunctionEntry entry = session.listed(function);
    // it may have been listed since, which matters to those that must be
    if (entry == null && (!session.hasListed() || LiveChecks.needsListing(state))) {
      schemas(call);
      entry = session.listed(function);
    }
    if (entry != null) {
      return new Called(entry.spec().name(), entry);
    }
    checks.check(schema, state, function);
    return new Called(
        new TableFunctionName(schema.name(), table.name(), TableFunctionName.SCAN).text(),
        new FunctionEntry(schema.name(), function.spec(), function, null));
  }

  @Override
  List<FunctionEntry> functions(AttachedCall call, BindRequest request) throws Exception {
    // before anything else is asked: what is given then is of this version or a later one
    LiveOrigin origin = new LiveOrigin(session, version(call));
    String name = request.function();
    String in = request.schema();
    TableFunctionName ofTable = TableFunctionName.parse(name);
    if (ofTable != null) {
      return List.of(ofTable(call, request, ofTable, origin));
    }
    List<Schema> schemas = new ArrayList<>();
    if (in == null) {
      schemas.addAll(schemas(call));
    } else {
      Schema only = schema(call, List.of(in));
      if (only == null) {
        throw VgiException.notFound("There is no schema '" + in + "'");
      }
      schemas.add(only);
    }
    List<FunctionEntry> found = new ArrayList<>();
    List<String> homes = new ArrayList<>();
    for (Schema schema : schemas) {
      List<FunctionEntry> here = entries(schema, name, origin);
      if (!here.isEmpty()) {
        found.addAll(here);
        homes.add(schema.name());
      }
    }
    if (found.isEmpty()) {
      throw VgiException.notFound(
          "Unknown function: '" + name + "'" + (in == null ? "" : " in schema '" + in + "'"));
    } else if (homes.size() > 1) {
      throw VgiException.invalidArgument(
          "Function '" + name + "' is ambiguous: it exists in " + String.join(", ", homes));
    }
    return found;
  }

  /** The function of a table that no schema lists. */
  private FunctionEntry ofTable(
      AttachedCall call, BindRequest request, TableFunctionName name, LiveOrigin origin)
      throws Exception {
    Schema schema = place(call, List.of(name.schema()));
    Table table = table(call, schema, name.table());
    if (table == null) {
      throw gone(name, "is gone");
    }
    for (FunctionEntry writer : WriterRecords.entries(schema.name(), table)) {
      if (writer.spec().name().equalsIgnoreCase(request.function())) {
        return new FunctionEntry(schema.name(), writer.spec(), writer.function(), origin);
      }
    }
    Table state = TableCalls.state(schema, table, request.asOf());
    Branch branch = state.branches().size() == 1 ? state.branches().get(0) : null;
    ScanFunction<?> function = branch == null ? null : branch.function();
    if (function == null || !name.use().equals(TableFunctionName.SCAN)) {
      throw gone(name, "is another one now");
    }
    checks.check(schema, state, function);
    return new FunctionEntry(schema.name(), function.spec(), function, origin);
  }

  private static VgiException gone(TableFunctionName name, String what) {
    return VgiException.notFound(
        "Table '"
            + name.schema()
            + "."
            + name.table()
            + "' "
            + what
            + ": the catalog changed since the statement was planned; run it again");
  }

  /** Whether what was bound for {@code origin} can be used now. */
  boolean isCurrent(AttachedCall call, LiveOrigin origin, boolean sameVersion) {
    return origin.session() == session && (!sameVersion || origin.version() == version(call));
  }
}
