package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectionBuffersTest {
  private static final int SMALL = 64 << 10;
  private static final int LARGE = 256 << 10;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatIsWrittenComesWholeAndALargeBufferGoesAfterIt() throws Exception {
    ConnectionBuffers buffers = new ConnectionBuffers();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteSink sink = ByteSink.to(Channels.newChannel(out), buffers);
    byte[] large = bytes(900_001);
    byte[] few = bytes(11);
    for (int i = 0; i < 3; i++) {
      out.reset();
      sink.put(few, 0, few.length);
      sink.put(large, 0, large.length);
      assertThat(buffers.held()).isEqualTo(SMALL + LARGE);
      sink.giveBack(); // in the middle of a message nothing goes
      assertThat(buffers.held()).isEqualTo(SMALL + LARGE);
      sink.flush();
      sink.giveBack();
      assertThat(buffers.held()).isEqualTo(SMALL);
      sink.put(few, 0, few.length);
      sink.flush();
      assertThat(out.toByteArray()).startsWith(few).endsWith(few).hasSize(900_001 + 2 * 11);
      assertThat(new ByteArrayInputStream(out.toByteArray(), 11, 900_001).readAllBytes())
          .isEqualTo(large);
    }
  }

  @Test
  void whatWasReadAheadStays() throws Exception {
    ConnectionBuffers buffers = new ConnectionBuffers();
    byte[] all = bytes(500_000);
    ByteSource source = ByteSource.of(Channels.newChannel(new ByteArrayInputStream(all)), buffers);
    byte[] read = new byte[all.length];
    int at = 0;
    for (int part : new int[] {7, 32 << 10, 100_000, 1, 300_000}) {
      source.readFully(read, at, part);
      at += part;
      source.giveBack();
    }
    assertThat(buffers.held()).isEqualTo(SMALL + LARGE);
    source.readFully(read, at, all.length - at);
    assertThat(read).isEqualTo(all);
    source.giveBack();
    assertThat(buffers.held()).isEqualTo(SMALL);
    assertThat(source.atEnd()).isTrue();
  }

  @Test
  void noTwoConnectionsHaveTheSameBuffer() {
    for (int round = 0; round < 3; round++) {
      List<ConnectionBuffers> connections = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        connections.add(new ConnectionBuffers());
        connections.get(i).largerIn().putInt(0, i);
        connections.get(i).largerOut().putInt(0, -i);
      }
      for (int i = 0; i < 9; i++) {
        ByteBuffer in = connections.get(i).largerIn();
        assertThat(in.getInt(0)).isEqualTo(i);
        assertThat(in.capacity()).isEqualTo(LARGE);
        assertThat(connections.get(i).largerOut().getInt(0)).isEqualTo(-i);
      }
      for (ConnectionBuffers connection : connections) {
        connection.in();
        connection.out();
        assertThat(connection.held()).isEqualTo(SMALL);
      }
      ConnectionBuffers.freeKept();
    }
  }
}
