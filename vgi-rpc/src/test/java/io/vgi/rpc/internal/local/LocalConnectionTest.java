package io.vgi.rpc.internal.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.RpcServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing waits for the server and tells what ended it. */
@Timeout(20)
class LocalConnectionTest {
  // the empty stream: a request without a batch, which is answered with an error
  private static final byte[] EMPTY_STREAM =
      HexFormat.of()
          .parseHex(
              "ffffffff300000001000000000000a000c000600050008000a000000000104000c000000"
                  + "0800080000000400080000000400000000000000ffffffff00000000");

  private final BufferAllocator allocator = new RootAllocator();
  private final RpcServer server = RpcServer.builder(allocator).build();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  @Test
  void aConnectionWithoutACallEndsQuietly() throws IOException {
    LocalConnection.to(server).close();
  }

  @Test
  void aServerWhoseAnswersNobodyReadsStillEnds() throws IOException {
    // stays below what the request pipe holds, but is answered with more than the answer pipe holds
    try (LocalConnection connection = LocalConnection.to(server)) {
      for (int i = 0; i < 500; i++) {
        connection.out().write(ByteBuffer.wrap(EMPTY_STREAM));
      }
    }
  }

  @Test
  void brokenInputIsReportedWhenClosing() throws IOException {
    LocalConnection connection = LocalConnection.to(server);
    connection.out().write(ByteBuffer.wrap(new byte[16]));
    assertThatThrownBy(connection::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not an Arrow IPC stream");
  }
}
