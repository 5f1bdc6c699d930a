package io.vgi.rpc.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.Peer;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whether a client is of this machine and user follows from how it came, and not from a name. */
@Timeout(60)
class PeerTest {
  @Test
  void anAddressDoesNotMakeAClientLocalNorItsAbsence() {
    assertThat(Peer.LOCAL.local()).isTrue();
    assertThat(Peer.remote("127.0.0.1").local()).isFalse();
    assertThat(new Peer("", false).local()).isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTcpSocketThatIsGivenAsChannelsIsNotLocal(@TempDir Path folder) throws Exception {
    InetSocketAddress tcp = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    assertThat(offersSharedMemory(ServerSocketChannel.open(), tcp)).isEqualTo("false");
    ServerSocketChannel file = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    SocketAddress path = UnixDomainSocketAddress.of(folder.resolve("s"));
    assertThat(offersSharedMemory(file, path)).isEqualTo("true");
  }

  private static String offersSharedMemory(ServerSocketChannel listening, SocketAddress address)
      throws IOException {
    try (BufferAllocator memory = new RootAllocator();
        RpcServer server = new Counting().server(memory).build();
        listening;
        SocketChannel client = connect(listening.bind(address));
        SocketChannel accepted = listening.accept()) {
      Metadata options =
          Metadata.builder()
              .put(MetadataKeys.METHOD, "__transport_options__")
              .put(MetadataKeys.REQUEST_VERSION, MetadataKeys.FRAMING)
              .build();
      client.write(ByteBuffer.wrap(IpcBytes.ofBatch(WireBatch.ofRows(1, options), memory)));
      client.shutdownOutput();
      server.serve(accepted, accepted);
      ByteBuffer answer = ByteBuffer.allocate(4096);
      client.read(answer);
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
      return List.of("true", "false").stream()
          .filter(value -> text.contains(value + "\0"))
          .findFirst()
          .orElse(text);
    }
  }

  private static SocketChannel connect(ServerSocketChannel listening) throws IOException {
    return SocketChannel.open(listening.getLocalAddress());
  }
}
