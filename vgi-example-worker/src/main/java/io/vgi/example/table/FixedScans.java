package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.function.FunctionSpec;
import io.vgi.function.TableFunction;
import io.vgi.function.TableSpecBuilder;
import java.util.List;

/** The functions with constant rows; the tables of schema {@code data} scan them, too. */
final class FixedScans {
  static final TableFunction<?> COLORS =
      TableFunction.rows(
          scan("colors_scan", "Scan colors table (ENUM column)"),
          Color.class,
          List.of(
              new Color(1L, "blue", "#0000FF"),
              new Color(2L, "green", "#00FF00"),
              new Color(3L, "red", "#FF0000")));

  static final TableFunction<?> DEPARTMENTS =
      TableFunction.rows(
          scan("departments_scan", "Scan departments table"),
          Department.class,
          List.of(
              new Department(1L, "Engineering", 500_000.0),
              new Department(2L, "Sales", 300_000.0),
              new Department(3L, "HR", 200_000.0)));

  static final TableFunction<?> EMPLOYEES =
      TableFunction.rows(
          scan("employees_scan", "Scan employees table"),
          Employee.class,
          List.of(
              new Employee(1L, "Alice", "alice@co.com", 1L),
              new Employee(2L, "Bob", "bob@co.com", 1L),
              new Employee(3L, "Carol", "carol@co.com", 2L),
              new Employee(4L, "Dave", "dave@co.com", 2L),
              new Employee(5L, "Eve", "eve@co.com", 3L)));

  static final TableFunction<?> PRODUCTS =
      TableFunction.rows(
          scan("products_scan", "Scan products table"),
          Product.class,
          List.of(
              new Product(1L, "Widget", 100L, 9.99),
              new Product(2L, "Gadget", 50L, 24.99),
              new Product(3L, "Doohickey", 200L, 4.99)));

  static final TableFunction<?> PROJECTS =
      TableFunction.rows(
          scan("projects_scan", "Scan projects table"),
          Project.class,
          List.of(
              new Project(1L, "P001", "Backend API"),
              new Project(1L, "P002", "Frontend UI"),
              new Project(2L, "P003", "Sales Portal")));

  private FixedScans() {}

  /** A row of the table of colors. */
  @SuppressWarnings("MemberName") // as the column; reading annotations costs each start much
  record Color(Long id, String color, String hex_code) {}

  /** A row of {@code departments}. */
  record Department(Long id, String name, Double budget) {}

  /** A row of {@code employees}. */
  @SuppressWarnings("MemberName")
  record Employee(Long id, String name, String email, Long department_id) {}

  /** A row of {@code products}. */
  record Product(Long id, String name, Long quantity, Double price) {}

  /** A row of {@code projects}. */
  @SuppressWarnings("MemberName")
  record Project(Long department_id, String project_code, String title) {}

  /** A numbered text. */
  record Labelled(Long n, String label) {}

  /** The schema of a function. */
  record Tagged(String tag) {}

  private static TableSpecBuilder scan(String name, String doc) {
    return FunctionSpec.table(name).doc(doc).pushdown();
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

  private static TableFunction<?> global() {
    return TableFunction.rows(
        scan("global_table", "Global-registration probe (table)")
            .categories("test", "global")
            .example(
                "SELECT * FROM vgi_example_global_table()",
                "Table probe published into system.main"),
        Labelled.class,
        List.of(
            new Labelled(0L, "global_table:0"),
            new Labelled(1L, "global_table:1"),
            new Labelled(2L, "global_table:2")));
  }

  /** One row that says in which schema the function that gave it is. */
  static TableFunction<?> sameName(String schema) {
    return TableFunction.rows(
        scan(
                "test_same_name_table_scan",
                "Schema-disambiguation probe; the " + schema + "-schema table producer")
            .categories("generator", "testing")
            .example(
                "SELECT * FROM example." + schema + ".test_same_name_table",
                "One row tagged '" + schema + "'"),
        Tagged.class,
        List.of(new Tagged(schema)));
  }
}
