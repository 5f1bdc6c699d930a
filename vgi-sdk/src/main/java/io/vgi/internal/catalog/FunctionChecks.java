package io.vgi.internal.catalog;

import io.vgi.function.FunctionSpec;
import io.vgi.function.SqlFunction;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that the functions of a schema must keep, by kind. */
public final class FunctionChecks {
  private FunctionChecks() {}

  /**
   * What the catalog declares for its functions.
   *
   * @param settings the settings
   * @param secrets the types of secrets
   */
  public record Declared(List<Setting<?>> settings, List<SecretType> secrets) {
    // DuckDB's own and those of its core extensions need no declaration
    private static final Set<String> KNOWN =
        Set.of(
            "s3",
            "aws",
            "r2",
            "gcs",
            "azure",
            "http",
            "bearer",
            "huggingface",
            "mysql",
            "postgres",
            "ducklake",
            "iceberg");

    boolean has(Setting<?> setting) {
      for (Setting<?> one : settings) {
        if (one.name().equals(setting.name()) && one.java() == setting.java()) {
          return true;
        }
      }
      return false;
    }

    boolean has(SecretType type) {
      boolean known = KNOWN.contains(type.name().toLowerCase(Locale.ROOT));
      for (SecretType one : secrets) {
        known |= one.name().equalsIgnoreCase(type.name());
      }
      return known;
    }
  }

  /**
   * Checks a function that a schema lists.
   *
   * @param kinds the kind of function by name in lower case, so far
   * @param declared null to leave out what the catalog must declare for it
   */
  public static void check(
      String schema,
      SqlFunction function,
      FunctionSpec spec,
      Map<String, String> kinds,
      @Nullable Declared declared,
      List<String> faults) {
    FunctionKind of = FunctionKind.of(function, spec);
    String kind = of.title();
    String before = kinds.put(spec.name().toLowerCase(Locale.ROOT), kind);
    if (before != null && !before.equals(kind)) {
      faults.add(
          "'"
              + spec.name()
              + "' is both a "
              + before
              + " and a "
              + kind
              + " in schema '"
              + schema
              + "'");
    }
    check(of, spec, declared, true, faults);
  }

  /** Checks that the catalog declares what a function uses. */
  public static void uses(
      SqlFunction function, FunctionSpec spec, Declared declared, List<String> faults) {
    uses(FunctionKind.of(function, spec), spec, declared, faults);
  }

  /** As {@link #check}, of a function that only tables read. */
  public static void unlisted(
      SqlFunction function, @Nullable Declared declared, List<String> faults) {
    FunctionSpec spec = function.spec();
    check(FunctionKind.of(function, spec), spec, declared, false, faults);
  }

  /** As {@link #check}, of the formats of COPY. */
  public static void copyFormats(
      List<SqlFunction> formats, Declared declared, List<String> faults) {
    Set<String> names = new HashSet<>();
    for (SqlFunction format : formats) {
      unlisted(format, declared, faults);
      String name = format.spec().name();
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        faults.add("two COPY formats are called '" + name + "'; a reader and a writer are two");
      }
    }
  }

  private static void check(
      FunctionKind kind,
      FunctionSpec spec,
      @Nullable Declared declared,
      boolean listed,
      List<String> faults) {
    if (declared != null) {
      uses(kind, spec, declared, faults);
    }
    kind.check(listed, faults);
  }

  private static void uses(
      FunctionKind kind, FunctionSpec spec, Declared declared, List<String> faults) {
    for (Setting<?> setting : spec.settings()) {
      if (!declared.has(setting)) {
        faults.add(
            kind.named()
                + " uses the setting '"
                + setting.name()
                + "', which the catalog does not declare");
      }
    }
    for (SecretType type : spec.secrets()) {
      if (!declared.has(type)) {
        faults.add(
            kind.named()
                + " uses secrets of type '"
                + type
                + "', which the catalog does not declare");
      }
    }
  }
}
