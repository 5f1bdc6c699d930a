package io.vgi.http.internal.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.Locale;

/** One answer as it comes out of a socket. */
record RawAnswer(String head, byte[] body) {
  /** Reads an answer that tells its length, and nothing behind it. */
  static RawAnswer read(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("The server left after: " + head);
      }
      head.append((char) next);
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    String after = lower.substring(lower.indexOf("content-length:") + 15);
    int length = Integer.parseInt(after.substring(0, after.indexOf('\r')).strip());
    return new RawAnswer(head.toString(), in.readNBytes(length));
  }
}
