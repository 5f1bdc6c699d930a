package io.vgi.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.internal.dispatch.VgiService;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.reflect.ProtocolHash;
import io.vgi.rpc.internal.reflect.ProtocolHash.DescribedMethod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record and parameter list of every revision is what its reference publishes. */
class RevisionsTest {
  private static List<String> revisions() {
    return VgiService.REVISIONS;
  }

  @ParameterizedTest
  @MethodSource("revisions")
  void recordsAreThoseOfTheReference(String revision) throws Exception {
    Dialect dialect = Dialect.load(revision);
    assertThat(dialect.version()).isEqualTo(revision + ".0");
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (String line : golden()) {
      String[] words = line.split(" ", -1);
      if (!words[0].equals(revision)) {
        continue;
      }
      boolean method = Character.isLowerCase(words[1].charAt(0));
      boolean known =
          method
              ? dialect.methodNames().contains(words[1])
              : dialect.recordNames().contains(words[1]);
      compared++;
      if (!known) {
        wrong.add(words[1] + " is missing");
        continue;
      }
      WireSchema schema = method ? dialect.method(words[1]).params() : dialect.record(words[1]);
      List<String> spelled = spelled(schema);
      if (!digest(spelled).equals(words[2])) {
        wrong.add(words[1] + " " + spelled);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(70);
  }

  @Test
  void methodsOfTheNewestHaveThePublishedHash() {
    Dialect dialect = Dialect.load("3.0");
    List<DescribedMethod> methods = new ArrayList<>();
    for (String name : dialect.methodNames()) {
      MethodShape shape = dialect.method(name);
      String header = shape.headerRecord();
      WireSchema result = shape.result();
      methods.add(
          new DescribedMethod(
              name,
              shape.stream(),
              shape.params().fields(),
              result == null ? null : result.fields(),
              header == null ? null : dialect.record(header).fields()));
    }
    assertThat(methods).hasSize(85);
    assertThat(ProtocolHash.of(dialect.protocol(), methods))
        .isEqualTo("50e9404173bee3262e96b8939eb5c425463336abca2a17916812d68b6e0f6cad");
  }

  private static List<String> golden() throws IOException {
    try (InputStream in = RevisionsTest.class.getResourceAsStream("revisions.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private static List<String> spelled(WireSchema schema) {
    List<String> fields = new ArrayList<>();
    for (Field field : schema.fields()) {
      fields.add(
          field.getName()
              + ": "
              + ReferenceSpelling.of(field)
              + (field.isNullable() ? "" : " not null"));
    }
    return fields;
  }

  private static String digest(List<String> fields) throws Exception {
    byte[] text = String.join("\n", fields).getBytes(StandardCharsets.UTF_8);
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(text);
    return HexFormat.of().formatHex(sha).substring(0, 12);
  }
}
