package io.vgi.rpc.arrows;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.RpcServer;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No package behind the public ones leans on itself by way of others. */
class PackageCyclesTest {
  @Test
  void thereAreNone() throws Exception {
    PackageArrows arrows = PackageArrows.ofModule(RpcServer.class);
    Set<String> internal = arrows.internalPackages();
    assertThat(internal).contains("io.vgi.rpc.internal.dispatch", "io.vgi.rpc.internal.wire");
    assertThat(arrows.inCycles(internal)).isEmpty();
    // the factory of the public package needs what is behind it, so a cycle there can be seen
    assertThat(arrows.inCycles(arrows.packages())).contains("io.vgi.rpc");
  }
}
