package io.vgi.rpc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Method;
import io.vgi.rpc.Service;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.reflect.ProtocolHash;
import io.vgi.rpc.internal.reflect.ProtocolHash.DescribedMethod;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

class ConformanceHashTest {
  @Test
  void declaresTheConformanceService() {
    assertThat(hash(Conformance.services().get(0)))
        .isEqualTo("05479410c96f34410a2b10a4f6a49d59dcfd9d6d1d45ce9a9807d060a3bd6014");
  }

  @Test
  void declaresTheSecondaryProtocol() {
    assertThat(hash(Conformance.services().get(1)))
        .isEqualTo("58557cf1611546ad22d1c379bc3ce1b04166082f78375e9fc959f0086347eab6");
  }

  private static String hash(Service service) {
    List<DescribedMethod> methods = new ArrayList<>();
    for (String name : service.newest().methodNames()) {
      Method method = service.newest().method(name);
      WireSchema result = method instanceof Method.Unary unary ? unary.result() : null;
      WireSchema header = method instanceof Method.Streaming stream ? stream.header() : null;
      methods.add(
          new DescribedMethod(
              name,
              method instanceof Method.Streaming,
              method.params().fields(),
              fields(result),
              fields(header)));
    }
    return ProtocolHash.of(service.protocol(), methods);
  }

  private static List<Field> fields(WireSchema schema) {
    return schema == null ? null : schema.fields();
  }
}
