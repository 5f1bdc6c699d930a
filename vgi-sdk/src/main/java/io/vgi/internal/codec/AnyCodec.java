package io.vgi.internal.codec;

import io.vgi.internal.codec.ContainerCodecs.NullableCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Values of any type that a component of a record may have, or null, as bytes. */
public final class AnyCodec {
  private final ValueCodec codec;

  private AnyCodec(ValueCodec codec) {
    this.codec = codec;
  }

  /**
   * The codec of {@code type}.
   *
   * @throws IllegalArgumentException when it has none
   */
  public static AnyCodec of(Class<?> type) {
    ValueCodec found = new CodecDerivation(false).find(type);
    if (found == null) {
      throw new IllegalArgumentException(type.getName() + " has no codec");
    }
    return new AnyCodec(new NullableCodec(found));
  }

  /** Writes {@code value}. */
  @SuppressWarnings("NullAway") // this one takes null
  public void write(@Nullable Object value, DataOutput out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(value, new DataOutputStream(bytes));
    out.writeInt(bytes.size());
    out.write(bytes.toByteArray());
  }

  /** Reads what {@link #write} wrote. */
  public @Nullable Object read(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return codec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
