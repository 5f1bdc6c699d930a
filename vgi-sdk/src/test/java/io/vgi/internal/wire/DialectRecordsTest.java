package io.vgi.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares every record and enum with what the reference package of the revision publishes. */
class DialectRecordsTest {
  private static final Dialect DIALECT = Dialect.load("2.0");
  private static final Map<String, List<String>> RECORDS = new HashMap<>();
  private static final Map<String, List<String>> ENUMS = new HashMap<>();

  @BeforeAll
  static void readGoldenData() throws IOException {
    try (InputStream in = DialectRecordsTest.class.getResourceAsStream("records-2.0.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
        int bar = line.indexOf('|');
        String name = line.substring(0, bar);
        String rest = line.substring(bar + 1);
        if (name.equals("enum")) {
          int next = rest.indexOf('|');
          ENUMS.put(rest.substring(0, next), List.of(rest.substring(next + 1).split(" ")));
        } else {
          List<String> fields = RECORDS.computeIfAbsent(name, each -> new ArrayList<>());
          if (!rest.equals("||")) {
            fields.add(rest);
          }
        }
      }
    }
  }

  static List<String> recordNames() {
    return DIALECT.recordNames().stream().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("recordNames")
  void recordHasTheReferenceFieldsInOrder(String name) {
    List<String> fields = new ArrayList<>();
    for (Field field : DIALECT.record(name).fields()) {
      fields.add(
          field.getName()
              + "|"
              + ReferenceSpelling.of(field)
              + "|"
              + (field.isNullable() ? "nullable" : "not null"));
    }

    assertThat(fields).isEqualTo(RECORDS.get(name));
  }

  @Test
  void noRecordIsMissing() {
    assertThat(DIALECT.recordNames()).isEqualTo(RECORDS.keySet());
  }

  @Test
  void enumsHaveTheReferenceMembersInOrder() {
    Map<String, List<String>> enums = new HashMap<>();
    for (String name : DIALECT.enumNames()) {
      enums.put(name, DIALECT.enumMembers(name));
    }

    assertThat(enums).isEqualTo(ENUMS);
  }

  @Test
  void dictionaryIdsOfARecordAreARunningNumber() {
    for (String name : DIALECT.recordNames()) {
      List<Long> ids = new ArrayList<>();
      for (Field field : DIALECT.record(name).fields()) {
        if (field.getDictionary() != null) {
          ids.add(field.getDictionary().getId());
        }
      }
      for (int i = 0; i < ids.size(); i++) {
        assertThat(ids.get(i)).as(name).isEqualTo(i);
      }
    }
  }
}
