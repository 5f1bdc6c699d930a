package io.vgi.example.table;

import io.vgi.function.FunctionSpec;

/** The tables with constant rows. */
final class FixedScans {
  private FixedScans() {}

  static FixedRows colors() {
    return FixedRows.of(FunctionSpec.named("colors_scan").doc("Scan colors table (ENUM column)"))
        .longs("id", 1, 2, 3)
        .texts("color", "blue", "green", "red")
        .texts("hex_code", "#0000FF", "#00FF00", "#FF0000")
        .build();
  }

  static FixedRows departments() {
    return FixedRows.of(FunctionSpec.named("departments_scan").doc("Scan departments table"))
        .longs("id", 1, 2, 3)
        .texts("name", "Engineering", "Sales", "HR")
        .doubles("budget", 500_000, 300_000, 200_000)
        .build();
  }

  static FixedRows employees() {
    return FixedRows.of(FunctionSpec.named("employees_scan").doc("Scan employees table"))
        .longs("id", 1, 2, 3, 4, 5)
        .texts("name", "Alice", "Bob", "Carol", "Dave", "Eve")
        .texts("email", "alice@co.com", "bob@co.com", "carol@co.com", "dave@co.com", "eve@co.com")
        .longs("department_id", 1, 1, 2, 2, 3)
        .build();
  }

  static FixedRows products() {
    return FixedRows.of(FunctionSpec.named("products_scan").doc("Scan products table"))
        .longs("id", 1, 2, 3)
        .texts("name", "Widget", "Gadget", "Doohickey")
        .longs("quantity", 100, 50, 200)
        .doubles("price", 9.99, 24.99, 4.99)
        .build();
  }

  static FixedRows projects() {
    return FixedRows.of(FunctionSpec.named("projects_scan").doc("Scan projects table"))
        .longs("department_id", 1, 1, 2)
        .texts("project_code", "P001", "P002", "P003")
        .texts("title", "Backend API", "Frontend UI", "Sales Portal")
        .build();
  }

  static FixedRows global() {
    return FixedRows.of(
            FunctionSpec.named("global_table")
                .doc("Global-registration probe (table)")
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
            FunctionSpec.named("test_same_name_table_scan")
                .doc("Schema-disambiguation probe; the " + schema + "-schema table producer")
                .categories("generator", "testing")
                .example(
                    "SELECT * FROM example." + schema + ".test_same_name_table",
                    "One row tagged '" + schema + "'"))
        .texts("tag", schema)
        .build();
  }
}
