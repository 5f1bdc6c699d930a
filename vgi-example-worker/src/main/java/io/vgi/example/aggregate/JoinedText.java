package io.vgi.example.aggregate;

import io.vgi.state.StateCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Texts joined by commas in the order they came, as UTF-8. */
final class JoinedText {
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private boolean seen;

  void add(byte[] value) {
    if (seen) {
      text.write(',');
    }
    text.writeBytes(value);
    seen = true;
  }

  void addAll(JoinedText other) {
    if (other.seen) {
      add(other.bytes());
    }
  }

  boolean seen() {
    return seen;
  }

  byte[] bytes() {
    return text.toByteArray();
  }

  @Override
  public String toString() {
    return text.toString(StandardCharsets.UTF_8);
  }

  static StateCodec<JoinedText> codec() {
    return StateCodec.of(JoinedText::write, JoinedText::read);
  }

  private static void write(JoinedText state, DataOutput out) throws IOException {
    out.writeInt(state.seen ? state.text.size() : -1);
    out.write(state.bytes());
  }

  private static JoinedText read(DataInput in) throws IOException {
    JoinedText state = new JoinedText();
    int length = in.readInt();
    if (length >= 0) {
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      state.add(bytes);
    }
    return state;
  }
}
