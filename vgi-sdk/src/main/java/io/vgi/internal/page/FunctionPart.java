package io.vgi.internal.page;

import io.vgi.function.CopyFromFunction;
import io.vgi.function.Example;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.NullHandling;
import io.vgi.function.SqlFunction;
import io.vgi.function.Stability;
import io.vgi.internal.bind.ListedParameters;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.param.Arg;
import io.vgi.param.Key;
import io.vgi.param.Limits;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One function: how it is called, what it takes and gives. */
final class FunctionPart {
  /** The headings, in their order on the page. */
  static final List<String> KINDS = FunctionKind.headings();

  private final Markup out;
  private final Parts parts;

  FunctionPart(Markup out, Parts parts) {
    this.out = out;
    this.parts = parts;
  }

  static String kind(SqlFunction function) {
    return FunctionKind.of(function, function.spec()).heading();
  }

  void write(
      String anchor, String catalog, String schema, SqlFunction function, FunctionSpec spec) {
    boolean row = FunctionKind.of(function, spec).givesValue();
    parts.object("function", anchor, signature(spec, row));
    parts.paragraph(spec.docs().doc());
    parts.paragraph(spec.docs().comment());
    arguments(spec);
    List<List<String>> columns = new ArrayList<>();
    for (Column<?> column : spec.output()) {
      columns.add(
          List.of(SqlText.name(column.name()), column.type().sql(), TablePart.remark(column)));
    }
    parts.table("Columns given", List.of("Column", "*Type", "Description"), columns);
    examples(catalog, schema, spec, row);
    facts(spec);
    parts.tags(spec.docs().tags());
    out.close();
  }

  /** A format of COPY: its options are arguments. */
  void format(String anchor, String catalog, SqlFunction format, FunctionSpec spec) {
    parts.object("function", anchor, SqlText.name(spec.name()));
    parts.paragraph(spec.docs().doc());
    parts.paragraph(spec.docs().comment());
    arguments(spec);
    StringBuilder options = new StringBuilder();
    for (Param param : spec.params()) {
      if (param.arg() != null && !param.arg().isOptional()) {
        options.append(", ").append(SqlText.name(param.name())).append(" …");
      }
    }
    parts.sql(
        (format instanceof CopyFromFunction<?> ? "COPY … FROM" : "COPY … TO")
            + " 'path' (FORMAT "
            + SqlText.value(catalog + "." + spec.name())
            + options
            + ");");
    facts(spec);
    parts.tags(spec.docs().tags());
    out.close();
  }

  /** Name, parameters with their types and defaults, and the result. */
  static String signature(FunctionSpec spec, boolean row) {
    List<String> params = new ArrayList<>();
    for (Param param : ListedParameters.of(spec)) {
      Arg<?> arg = param.arg();
      String text = SqlText.name(param.name());
      if (param.table() != null) {
        text += " TABLE";
      } else if (arg != null) {
        text += (arg.isNamed() ? " := " : " ") + arg.type().sql();
      } else if (param.column() != null) {
        text += " " + param.column().type().sql();
      }
      text += param.isVarargs() ? "…" : "";
      params.add(arg != null && arg.isOptional() ? "[" + text + "]" : text);
    }
    SqlType result = spec.result();
    return SqlText.name(spec.name())
        + "("
        + String.join(", ", params)
        + ")"
        + (row ? (result == null ? "" : " → " + result.sql()) : " → TABLE");
  }

  private void arguments(FunctionSpec spec) {
    List<List<String>> rows = new ArrayList<>();
    for (Param param : ListedParameters.of(spec)) {
      Arg<?> arg = param.arg();
      Column<?> column = param.column();
      String type = arg != null ? arg.type().sql() : column != null ? column.type().sql() : "TABLE";
      String fallback = arg != null && arg.isOptional() ? SqlText.value(arg.fallback()) : "";
      String doc = arg != null ? arg.doc() : column != null ? column.doc() : "";
      rows.add(
          List.of(
              SqlText.name(param.name()),
              type,
              passing(param),
              fallback,
              arg == null ? "" : limits(arg),
              doc));
    }
    List<String> heads = new ArrayList<>(List.of("Argument", "*Type"));
    List<String> titles = List.of("Passed", "*Default", "Limits", "Description");
    List<List<String>> kept = new ArrayList<>();
    rows.forEach(row -> kept.add(new ArrayList<>(row.subList(0, 2))));
    for (int i = 0; i < titles.size(); i++) {
      int at = i + 2;
      if (rows.stream().anyMatch(row -> !row.get(at).isEmpty())) {
        heads.add(titles.get(i));
        for (int r = 0; r < rows.size(); r++) {
          kept.get(r).add(rows.get(r).get(at));
        }
      }
    }
    parts.table("Arguments", heads, kept);
  }

  private static String passing(Param param) {
    Arg<?> arg = param.arg();
    List<String> words = new ArrayList<>();
    if (arg != null) {
      words.add(arg.isNamed() ? "by name" : "as a constant");
      if (arg.isOptional()) {
        words.add("optional");
      }
    } else {
      words.add(param.table() != null ? "as rows" : "per row");
    }
    if (param.isVarargs()) {
      words.add("any number of times");
    }
    return String.join(", ", words);
  }

  /** What {@code key} is for, and its limits. */
  static String described(Key<?, ?> key) {
    String limits = limits(key);
    return limits.isEmpty() ? key.doc() : key.doc() + " (" + limits + ")";
  }

  private static String limits(Key<?, ?> key) {
    Limits<?> limits = key.limits();
    List<String> words = new ArrayList<>();
    if (limits.low() != null) {
      words.add((limits.lowIncluded() ? "≥ " : "> ") + limits.low());
    }
    if (limits.high() != null) {
      words.add((limits.highIncluded() ? "≤ " : "< ") + limits.high());
    }
    if (!limits.choices().isEmpty()) {
      words.add(
          "one of " + String.join(", ", limits.choices().stream().map(SqlText::value).toList()));
    }
    if (limits.pattern() != null) {
      words.add("matches " + limits.pattern());
    }
    return String.join("; ", words);
  }

  private void examples(String catalog, String schema, FunctionSpec spec, boolean row) {
    List<Example> examples = spec.docs().examples();
    if (examples.isEmpty()) {
      parts.sql(call(catalog, schema, spec, row));
    }
    for (Example example : examples) {
      parts.paragraph(example.description());
      parts.sql(example.sql());
      String expected = example.expectedOutput();
      if (expected != null && !expected.isBlank()) {
        out.element("p", "gives", "class", "quiet");
        parts.sql(expected);
      }
    }
  }

  /** A call of what must be given, to be filled in. */
  static String call(String catalog, String schema, FunctionSpec spec, boolean row) {
    List<String> given = new ArrayList<>();
    for (Param param : ListedParameters.of(spec)) {
      Arg<?> arg = param.arg();
      if (param.table() != null) {
        given.add("(FROM " + SqlText.name(param.name()) + ")");
      } else if (arg == null || !arg.isOptional()) {
        String name = SqlText.name(param.name());
        given.add(arg != null && arg.isNamed() ? name + " := …" : name);
      }
    }
    return (row ? "SELECT " : "FROM ")
        + SqlText.path(catalog, schema, spec.name())
        + "("
        + String.join(", ", given)
        + ");";
  }

  private void facts(FunctionSpec spec) {
    Map<String, String> facts = new LinkedHashMap<>();
    if (!spec.docs().categories().isEmpty()) {
      facts.put("Categories", String.join(", ", spec.docs().categories()));
    }
    if (spec.stability() != Stability.CONSISTENT) {
      facts.put("Stability", TablePart.words(spec.stability()));
    }
    if (spec.nulls() != NullHandling.DEFAULT) {
      facts.put("NULLs", TablePart.words(spec.nulls()));
    }
    if (!spec.settings().isEmpty()) {
      facts.put(
          "Settings", SqlText.names(spec.settings().stream().<String>map(Setting::name).toList()));
    }
    if (!spec.secrets().isEmpty()) {
      facts.put("Secrets", SqlText.names(spec.secrets().stream().map(SecretType::name).toList()));
    }
    parts.facts(facts);
  }
}
