package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.function.FunctionSpec;
import io.vgi.function.TableSpecBuilder;

/** The functions with constant rows; the tables of schema {@code data} scan them, too. */
final class FixedScans {
  static final FixedRows COLORS =
      FixedRows.of(scan("colors_scan", "Scan colors table (ENUM column)"))
          .longs("id", 1, 2, 3)
          .texts("color", "blue", "green", "red")
          .texts("hex_code", "#0000FF", "#00FF00", "#FF0000")
          .build();

  static final FixedRows DEPARTMENTS =
      FixedRows.of(scan("departments_scan", "Scan departments table"))
          .longs("id", 1, 2, 3)
          .texts("name", "Engineering", "Sales", "HR")
          .doubles("budget", 500_000, 300_000, 200_000)
          .build();

  static final FixedRows EMPLOYEES =
      FixedRows.of(scan("employees_scan", "Scan employees table"))
          .longs("id", 1, 2, 3, 4, 5)
          .texts("name", "Alice", "Bob", "Carol", "Dave", "Eve")
          .texts("email", "alice@co.com", "bob@co.com", "carol@co.com", "dave@co.com", "eve@co.com")
          .longs("department_id", 1, 1, 2, 2, 3)
          .build();

  static final FixedRows PRODUCTS =
      FixedRows.of(scan("products_scan", "Scan products table"))
          .longs("id", 1, 2, 3)
          .texts("name", "Widget", "Gadget", "Doohickey")
          .longs("quantity", 100, 50, 200)
          .doubles("price", 9.99, 24.99, 4.99)
          .build();

  static final FixedRows PROJECTS =
      FixedRows.of(scan("projects_scan", "Scan projects table"))
          .longs("department_id", 1, 1, 2)
          .texts("project_code", "P001", "P002", "P003")
          .texts("title", "Backend API", "Frontend UI", "Sales Portal")
          .build();

  private FixedScans() {}

  private static TableSpecBuilder scan(String name, String doc) {
    return FunctionSpec.table(name).doc(doc);
  }

  /** Adds the functions to schema {@code main}. */
  static void addTo(Schema.Builder main) {
    main.function(global())
        .function(COLORS)
        .function(DEPARTMENTS)
        .function(EMPLOYEES)
        .function(PRODUCTS)
        .function(PROJECTS);
  }

  private static FixedRows global() {
    return FixedRows.of(
            scan("global_table", "Global-registration probe (table)")
                .categories("test", "global")
                .example(
                    "SELECT * FROM vgi_example_global_table()",
                    "Table probe published into system.main"))
        .longs("n", 0, 1, 2)
        .texts("label", "global_table:0", "global_table:1", "global_table:2")
        .build();
  }

  /** One row that says in which schema the function that gave it is. */
  static FixedRows sameName(String schema) {
    return FixedRows.of(
            scan(
                    "test_same_name_table_scan",
                    "Schema-disambiguation probe; the " + schema + "-schema table producer")
                .categories("generator", "testing")
                .example(
                    "SELECT * FROM example." + schema + ".test_same_name_table",
                    "One row tagged '" + schema + "'"))
        .texts("tag", schema)
        .build();
  }
}
