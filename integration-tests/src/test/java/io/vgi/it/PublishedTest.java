package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All that the example catalog publishes is in a file, as the engine lists it. */
class PublishedTest {
  private static final Path FILE = Path.of("src/test/published/example.txt");

  /** Named parameters have no order of their own. */
  private static final String FUNCTIONS =
      """
      SELECT concat(function_type, ' ', schema_name, '.', function_name, '(',
          array_to_string(list_sort(list_transform(list_zip(parameters, parameter_types),
              lambda p: concat(p[1], ' ' || p[2]))), ', '),
          ')', ' ...' || varargs, ' -> ' || return_type, ' ' || stability,
          if(has_side_effects, ' side effects', ''), ' ', categories::VARCHAR, ' ', tags::VARCHAR, ' ',
          len(examples), ' examples: ', coalesce(description, comment))
      FROM duckdb_functions() WHERE database_name = 'example' ORDER BY 1""";

  private static final String TABLES =
      """
      SELECT concat('table ', schema_name, '.', table_name, ' ', tags::VARCHAR, ': ', comment)
      FROM duckdb_tables() WHERE database_name = 'example' ORDER BY 1""";
  private static final String VIEWS =
      """
      SELECT concat('view ', schema_name, '.', view_name, ' ', tags::VARCHAR, ': ', comment)
      FROM duckdb_views() WHERE database_name = 'example' AND NOT internal ORDER BY 1""";
  private static final String COLUMNS =
      """
      SELECT concat('column ', schema_name, '.', table_name, '.', column_name, ' ', data_type,
          if(is_nullable, '', ' not null'), ' = ' || column_default, ': ' || comment)
      FROM duckdb_columns() WHERE database_name = 'example' AND NOT internal ORDER BY 1""";
  private static final String CONSTRAINTS =
      """
      SELECT concat('constraint ', schema_name, '.', table_name, ' ', constraint_text)
      FROM duckdb_constraints() WHERE database_name = 'example' ORDER BY 1""";

  @Test
  void isWhatTheFileSays() throws Exception {
    List<String> published = new ArrayList<>();
    try (Engine engine = new Engine()) {
      engine.attach("example", Probe.launched(Probe.example()));
      for (String query : List.of(FUNCTIONS, TABLES, VIEWS, COLUMNS, CONSTRAINTS)) {
        engine.rows(query).forEach(row -> published.add(String.valueOf(row.get(0))));
      }
    }
    if (Boolean.getBoolean("published.renew")) {
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, published);
    }
    assertThat(published)
        .as(
            "What the example catalog publishes is not what integration-tests/%s says. If that is"
                + " meant, renew the file by mvn -Pquick -pl integration-tests -am verify"
                + " -Dtest=PublishedTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dpublished.renew=true, and commit it",
            FILE)
        .isEqualTo(Files.readAllLines(FILE));
  }
}
