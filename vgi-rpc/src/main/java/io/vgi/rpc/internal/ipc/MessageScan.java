package io.vgi.rpc.internal.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.Message;

/** Looks through messages that are not read yet, as far as they have come. */
final class MessageScan {
  private static final int CONTINUATION = -1;
  private static final int PREFIX_BYTES = 8;

  private MessageScan() {}

  /**
   * Whether a message of the stream at the beginning of {@code bytes} has the metadata {@code key}.
   */
  static boolean finds(ByteBuffer bytes, String key) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.remaining() >= PREFIX_BYTES && bytes.getInt() == CONTINUATION) {
      int length = bytes.getInt();
      if (length <= 0 || length > bytes.remaining()) {
        return false;
      }
      long body;
      try {
        Message message =
            Message.getRootAsMessage(
                bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN));
        for (int i = 0; i < message.customMetadataLength(); i++) {
          if (key.equals(message.customMetadata(i).key())) {
            return true;
          }
        }
        body = message.bodyLength();
      } catch (RuntimeException malformed) { // whoever reads it says so
        return false;
      }
      if (body < 0 || body > bytes.remaining() - length) {
        return false;
      }
      bytes.position(bytes.position() + length + (int) body);
    }
    return false;
  }
}
