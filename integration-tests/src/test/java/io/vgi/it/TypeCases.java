package io.vgi.it;

import java.util.List;

/**
 * Values of every type: ordinary ones, the ends of the range, and what is easily lost.
 *
 * <p>Not here, because the engine itself refuses or changes them: TIME 24:00:00, which its Arrow
 * validation does not take, a UNION whose member is NULL, which it reads as NULL, and lists of ENUM
 * over several batches, which damage its memory.
 */
final class TypeCases {
  private static final String MIN_38 = "'-9999999999999999999999999999.9999999999'";
  private static final String MAX_38 = "'9999999999999999999999999999.9999999999'";

  static final List<TypeCase> ALL =
      List.of(
          TypeCase.of("boolean", "BOOLEAN", "true", "false"),
          TypeCase.of("tinyint", "TINYINT", "'-128'", "0", "127"),
          TypeCase.of("smallint", "SMALLINT", "'-32768'", "32767"),
          TypeCase.of("integer", "INTEGER", "'-2147483648'", "2147483647"),
          TypeCase.of("bigint", "BIGINT", "'-9223372036854775808'", "9223372036854775807"),
          TypeCase.of("utinyint", "UTINYINT", "0", "255"),
          TypeCase.of("usmallint", "USMALLINT", "0", "65535"),
          TypeCase.of("uinteger", "UINTEGER", "0", "4294967295"),
          TypeCase.of("ubigint", "UBIGINT", "0", "18446744073709551615"),
          TypeCase.of("hugeint", "HUGEINT", "0", "-1", "18446744073709551616")
              .becomes("DECIMAL(38,0)")
              .loses(
                  "'-170141183460469231731687303715884105728'",
                  "'170141183460469231731687303715884105727'"),
          TypeCase.of("uhugeint", "UHUGEINT", "0", "18446744073709551616")
              .becomes("DECIMAL(38,0)")
              .loses("'340282366920938463463374607431768211455'"),
          TypeCase.of("decimal_4_1", "DECIMAL(4,1)", "-999.9", "0", "999.9"),
          TypeCase.of("decimal_9_3", "DECIMAL(9,3)", "'-999999.999'", "'999999.999'"),
          TypeCase.of("decimal_18_6", "DECIMAL(18,6)", "'-999999999999.999999'", "0.000001"),
          TypeCase.of("decimal_38_10", "DECIMAL(38,10)", MIN_38, MAX_38, "0"),
          TypeCase.of("float", "FLOAT", "'nan'", "'inf'", "'-inf'", "'-0.0'", "'3.4028235e38'"),
          TypeCase.of("double", "DOUBLE", "'nan'", "'inf'", "'-inf'", "'-0.0'", "'4.9e-324'"),
          TypeCase.of(
              "varchar", "VARCHAR", "''", "'🦆 é'", "repeat('xyz1', 25600)", "'a' || chr(0)"),
          TypeCase.of("blob", "BLOB", "''", "'\\x00\\xFF\\x80'", "repeat('abcd', 25600)"),
          TypeCase.of("bit", "BIT", "'1'", "'0101010101'", "'11111111'").becomes("BLOB"),
          TypeCase.of("bignum", "BIGNUM", "'0'", "'-1'", "'255'", "repeat('1234567890', 20)"),
          TypeCase.of("json", "JSON", "'{\"a\": [1, null]}'", "'null'", "'\"é\"'")
              .becomes("VARCHAR"),
          TypeCase.of(
                  "uuid",
                  "UUID",
                  "'00000000-0000-0000-0000-000000000000'",
                  "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                  "'12345678-9abc-def0-8123-456789abcdef'")
              .becomes("VARCHAR"),
          TypeCase.of(
              "date",
              "DATE",
              "'1969-12-31'",
              "'infinity'",
              "'-infinity'",
              "'9999-12-31'",
              "'5877642-06-25 (BC)'"),
          TypeCase.of("time", "TIME", "'00:00:00'", "'23:59:59.999999'"),
          TypeCase.of("time_ns", "TIME_NS", "'00:00:00.000000001'", "'23:59:59.999999999'"),
          TypeCase.of("timetz", "TIMETZ", "'00:00:00+00'", "'23:59:59.999999+00'")
              .becomes("TIME")
              .loses("'12:34:56.789+15:59:59'", "'00:00:00-15:59:59'"),
          TypeCase.of(
              "timestamp",
              "TIMESTAMP",
              "'1969-12-31 23:59:59.999999'",
              "'infinity'",
              "'-infinity'",
              "'294247-01-10 04:00:54.775806'"),
          TypeCase.of(
              "timestamp_s", "TIMESTAMP_S", "'1969-12-31 23:59:59'", "'infinity'", "'-infinity'"),
          TypeCase.of("timestamp_ms", "TIMESTAMP_MS", "'1969-12-31 23:59:59.999'", "'infinity'"),
          TypeCase.of(
              "timestamp_ns", "TIMESTAMP_NS", "'1677-09-22 00:12:43.123456789'", "'infinity'"),
          TypeCase.of(
              "timestamptz",
              "TIMESTAMPTZ",
              "'1969-12-31 23:59:59.999999+01'",
              "'infinity'",
              "'-infinity'"),
          TypeCase.of(
              "interval",
              "INTERVAL",
              "'-14 months'",
              "'-3 days 5 microseconds'",
              "'99 years -11 days 01:02:03.000004'",
              "'0 days'"),
          TypeCase.of("enum_small", "small", "'red'", "'blue'", "'red'"),
          TypeCase.of("enum_large", "large", "'member0'", "'member299'", "'member256'"),
          TypeCase.of("list", "INTEGER[]", "[1, NULL, 3]", "[]", "[NULL]", "range(5000)"),
          TypeCase.of("array", "INTEGER[3]", "[1, NULL, 3]", "[NULL, NULL, NULL]"),
          TypeCase.of(
              "struct",
              "STRUCT(a INTEGER, b VARCHAR)",
              "{'a': 1, 'b': 'x'}",
              "{'a': NULL, 'b': NULL}"),
          TypeCase.of("map", "MAP(VARCHAR, INTEGER)", "MAP {'a': 1, 'é': NULL}", "MAP {}"),
          TypeCase.of(
              "union",
              "UNION(i INTEGER, s VARCHAR)",
              "union_value(i := 1)",
              "union_value(s := 'x')"),
          TypeCase.of(
              "union_same",
              "UNION(a INTEGER, b INTEGER, c INTEGER[2], d INTEGER[], e INTEGER[])",
              "union_value(b := 2)",
              "union_value(a := 1)",
              "union_value(c := [1, NULL]::INTEGER[2])",
              "union_value(e := [1])",
              "union_value(d := [2, NULL])"),
          // BOOLEAN members are bits among others' bytes: the first of them is not all of them
          TypeCase.of(
              "union_boolean",
              "UNION(i INTEGER, s VARCHAR, b BOOLEAN)",
              "union_value(b := false)",
              "union_value(b := true)",
              "union_value(i := 1)",
              "union_value(b := false)",
              "union_value(b := true)",
              "union_value(s := 'x')",
              "union_value(b := true)"),
          TypeCase.of("list_uuid", "UUID[]", "[NULL, '12345678-9abc-def0-8123-456789abcdef']", "[]")
              .becomes("VARCHAR[]"),
          TypeCase.of("list_boolean", "BOOLEAN[]", "[true, NULL, false]", "[]"),
          TypeCase.of("list_hugeint", "HUGEINT[]", "[1, NULL, -1]")
              .becomes("DECIMAL(38,0)[]")
              .loses("['170141183460469231731687303715884105727']"),
          TypeCase.of("list_bit", "BIT[]", "['101', NULL]").becomes("BLOB[]"),
          TypeCase.of("list_timetz", "TIMETZ[]", "['12:00:00+00', NULL]")
              .becomes("TIME[]")
              .loses("['12:00:00+01']"),
          TypeCase.of("list_timestamptz", "TIMESTAMPTZ[]", "['2020-01-01 00:00:00+01', NULL]"),
          TypeCase.of("list_interval", "INTERVAL[]", "['-14 months', NULL]"),
          TypeCase.of("array_uuid", "UUID[2]", "['12345678-9abc-def0-8123-456789abcdef', NULL]")
              .becomes("VARCHAR[2]"),
          TypeCase.of("array_varchar", "VARCHAR[2]", "['é', NULL]", "['', 'x']"),
          TypeCase.of(
                  "struct_forms",
                  "STRUCT(flag BOOLEAN, id UUID, big UHUGEINT, doc JSON)",
                  "{'flag': true, 'id': '12345678-9abc-def0-8123-456789abcdef', 'big': 7, 'doc': '[1]'}",
                  "{'flag': NULL, 'id': NULL, 'big': NULL, 'doc': NULL}")
              .becomes("STRUCT(flag BOOLEAN, id VARCHAR, big DECIMAL(38,0), doc VARCHAR)"),
          TypeCase.of(
                  "map_uuid",
                  "MAP(UUID, BOOLEAN[])",
                  "MAP {'12345678-9abc-def0-8123-456789abcdef'::UUID: [true, NULL], 'ffffffff-ffff-ffff-ffff-ffffffffffff'::UUID: NULL}",
                  "MAP {}")
              .becomes("MAP(VARCHAR, BOOLEAN[])"),
          TypeCase.of(
                  "union_forms",
                  "UNION(id UUID, ok BOOLEAN)",
                  "union_value(id := '12345678-9abc-def0-8123-456789abcdef'::UUID)",
                  "union_value(ok := true)")
              .becomes("UNION(id VARCHAR, ok BOOLEAN)"),
          TypeCase.of(
              "list_struct_list",
              "STRUCT(a STRUCT(b INTEGER[])[], c VARCHAR)[]",
              "[{'a': [{'b': [1, NULL]}, NULL, {'b': NULL}], 'c': 'x'}, NULL, {'a': NULL, 'c': NULL}, {'a': [], 'c': ''}]",
              "[]"),
          TypeCase.of(
              "list4", "VARCHAR[][][][]", "[[[['a', NULL], NULL, []], NULL], NULL, []]", "[]"),
          TypeCase.of(
              "array_struct_map",
              "STRUCT(m MAP(VARCHAR, INTEGER[]))[2]",
              "[{'m': MAP {'a': [1, NULL], 'b': NULL}}, NULL]",
              "[{'m': NULL}, {'m': MAP {}}]"),
          TypeCase.of(
              "struct_list_union",
              "STRUCT(u UNION(i INTEGER, s VARCHAR)[])",
              "{'u': [union_value(i := 1)::UNION(i INTEGER, s VARCHAR), union_value(s := 'x')::UNION(i INTEGER, s VARCHAR), NULL]}",
              "{'u': NULL}",
              "{'u': []}"));

  /** What probe.give_plain() gives: the type, its value and its extreme, as text. */
  static final List<List<String>> GIVEN =
      List.of(
          List.of("BOOLEAN", "true", "false"),
          List.of("TINYINT", "-128", "-126"),
          List.of("SMALLINT", "32765", "32767"),
          List.of("INTEGER", "-1", "-3"),
          List.of("BIGINT", "-9223372036854775808", "-9223372036854775806"),
          List.of("UTINYINT", "253", "255"),
          List.of("USMALLINT", "65533", "65535"),
          List.of("UINTEGER", "4294967293", "4294967295"),
          List.of("UBIGINT", "18446744073709551613", "18446744073709551615"),
          List.of(
              "HUGEINT",
              "-170141183460469231731687303715884105728",
              "-170141183460469231731687303715884105726"),
          List.of(
              "UHUGEINT",
              "338953138925153547590470800371487866880",
              "338953138925153547590470800371487866882"),
          List.of(
              "DECIMAL(38,10)",
              "-1234567890123456789012345678.0123456789",
              "-1234567890123456789012345678.0123456789"),
          List.of("FLOAT", "-0.0", "nan"),
          List.of("DOUBLE", "0.1", "-inf"),
          List.of("VARCHAR", "", "🦆".repeat(25_000)),
          List.of("BLOB", "\\x00\\xFF\\x00", "\\x00\\xFF\\x02"),
          List.of("BIT", "101", "101"),
          List.of("DATE", "1969-12-31", "infinity"),
          List.of("TIME", "23:59:59.999997", "23:59:59.999999"),
          List.of("TIME_NS", "00:00:00.000000001", "00:00:00.000000003"),
          List.of("TIMETZ", "12:34:56+01", "12:34:56+01"),
          List.of("TIMESTAMP", "1969-12-31 23:59:59.999999", "infinity"),
          List.of("TIMESTAMP_S", "1969-12-31 23:59:59", "infinity"),
          List.of("TIMESTAMP_MS", "1969-12-31 23:59:59.999", "infinity"),
          List.of("TIMESTAMP_NS", "1969-12-31 23:59:59.999999999", "infinity"),
          List.of("TIMESTAMPTZ", "1969-12-31 23:59:59.999999+00", "infinity"),
          List.of(
              "INTERVAL",
              "-1 year -2 months 3 days -00:00:00.000005",
              "-1 year -2 months 5 days -00:00:00.000005"),
          List.of(
              "UUID",
              "ab000000-0000-0000-0000-000000000000",
              "ab000000-0000-0000-0000-000000000002"),
          List.of("JSON", "{\"a\":0}", "{\"a\":2}"),
          List.of("BIGNUM", "5", "7"));

  private TypeCases() {}
}
