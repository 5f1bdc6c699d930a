package io.vgi.internal.codec;

import io.vgi.internal.record.RecordClass;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A record as its components, one behind the other; their codecs may come later. */
record RecordPart(RecordClass type, ValueCodec[] parts) implements ValueCodec {
  @Override
  @SuppressWarnings("NullAway") // the codec of a component that may be null takes null
  public void write(Object value, DataOutput out) throws IOException {
    for (int i = 0; i < parts.length; i++) {
      parts[i].write(type.component(value, i), out);
    }
  }

  @Override
  public Object read(DataInput in) throws IOException {
    @Nullable Object[] values = new Object[parts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts[i].read(in);
    }
    return type.build(values);
  }
}
