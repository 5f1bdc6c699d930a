package io.vgi.rpc.internal.reflect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.internal.reflect.ProtocolHash.DescribedMethod;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

class ProtocolHashTest {
  private static final DescribedMethod ECHO =
      new DescribedMethod(
          "echo_string", false, List.of(utf8("value")), List.of(utf8("result")), null);
  private static final DescribedMethod FAIL =
      new DescribedMethod(
          "fail",
          false,
          List.of(
              utf8("code"),
              utf8("kind"),
              Field.notNullable(
                  "retry_delay_seconds",
                  new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))),
          null,
          null);
  private static final DescribedMethod FAIL_OVERSIZED =
      new DescribedMethod("fail_oversized", false, List.of(), null, null);

  @Test
  void describesMethodsSortedByName() {
    assertThat(
            ProtocolHash.describe("conformance.Secondary.v1", List.of(FAIL_OVERSIZED, ECHO, FAIL)))
        .isEqualTo(
            "{\"methods\":[{\"has_header\":false,\"has_return\":true,\"name\":\"echo_string\","
                + "\"params\":[{\"name\":\"value\",\"nullable\":false,\"type\":\"utf8\"}],"
                + "\"result\":[{\"name\":\"result\",\"nullable\":false,\"type\":\"utf8\"}],"
                + "\"type\":\"unary\"},{\"has_header\":false,\"has_return\":false,"
                + "\"name\":\"fail\",\"params\":[{\"name\":\"code\",\"nullable\":false,"
                + "\"type\":\"utf8\"},{\"name\":\"kind\",\"nullable\":false,\"type\":\"utf8\"},"
                + "{\"name\":\"retry_delay_seconds\",\"nullable\":false,\"type\":\"float64\"}],"
                + "\"type\":\"unary\"},{\"has_header\":false,\"has_return\":false,"
                + "\"name\":\"fail_oversized\",\"params\":[],\"type\":\"unary\"}],"
                + "\"protocol\":\"conformance.Secondary.v1\"}");
  }

  @Test
  void hashesTheSecondaryConformanceProtocol() {
    assertThat(ProtocolHash.of("conformance.Secondary.v1", List.of(ECHO, FAIL, FAIL_OVERSIZED)))
        .isEqualTo("58557cf1611546ad22d1c379bc3ce1b04166082f78375e9fc959f0086347eab6");
  }

  @Test
  void hashesReflection() {
    DescribedMethod list =
        new DescribedMethod("list_protocols", false, List.of(), List.of(binary("result")), null);
    DescribedMethod describe =
        new DescribedMethod(
            "describe", false, List.of(utf8("protocol")), List.of(binary("result")), null);

    assertThat(ProtocolHash.of("vgi_rpc.Reflection.v1", List.of(list, describe)))
        .isEqualTo("3c7db4cae8cdfc93dc4a76e73b8b759e18e45e6a5811adba4e520366344b919a");
  }

  @Test
  void hashesTheSecretProtocol() {
    DescribedMethod lookup =
        new DescribedMethod(
            "secret_lookup",
            false,
            List.of(utf8("path"), utf8("type")),
            List.of(binary("result")),
            null);

    assertThat(ProtocolHash.of("vgi.secret.v1", List.of(lookup)))
        .isEqualTo("ba2e05d77e055072ad99eaa3934467d2e6aab68950b8bf90b765b29ed75d3847");
  }

  @Test
  void describesTheHeaderOfAStream() {
    DescribedMethod stream =
        new DescribedMethod(
            "open",
            true,
            List.of(),
            null,
            List.of(Field.nullable("id", ArrowType.Binary.INSTANCE)));

    assertThat(ProtocolHash.describe("p", List.of(stream)))
        .isEqualTo(
            "{\"methods\":[{\"has_header\":true,\"has_return\":false,"
                + "\"header\":[{\"name\":\"id\",\"nullable\":true,\"type\":\"binary\"}],"
                + "\"name\":\"open\",\"params\":[],\"type\":\"stream\"}],\"protocol\":\"p\"}");
  }

  private static Field utf8(String name) {
    return Field.notNullable(name, ArrowType.Utf8.INSTANCE);
  }

  private static Field binary(String name) {
    return Field.notNullable(name, ArrowType.Binary.INSTANCE);
  }
}
