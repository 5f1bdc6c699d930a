package io.vgi.internal.stream;

import io.vgi.function.AggregateFunction;
import io.vgi.state.StateCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The states of an execution's groups, read from and written to its shared value. */
public final class GroupStates {
  private final AggregateFunction<Object, FieldVector> function;
  private final Map<Long, Object> states = new LinkedHashMap<>();

  private GroupStates(AggregateFunction<Object, FieldVector> function) {
    this.function = function;
  }

  /** Reads what {@link #write} gave; null is no group. */
  public static GroupStates read(
      AggregateFunction<Object, FieldVector> function, byte @Nullable [] bytes) throws IOException {
    GroupStates groups = new GroupStates(function);
    if (bytes != null) {
      StateCodec<Object> codec = function.stateCodec();
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        long group = in.readLong();
        groups.states.put(group, codec.read(in));
      }
    }
    return groups;
  }

  /** The state of {@code group}, new when it is first asked for. */
  public Object at(long group) {
    Object state = states.get(group);
    if (state == null) {
      state = function.newState();
      states.put(group, state);
    }
    return state;
  }

  /** Takes the state of one group into that of another; a group never seen is empty. */
  public void merge(long source, long target) throws Exception {
    Object from = states.remove(source);
    if (from != null) {
      function.merge(at(target), from);
    }
  }

  /** All states as bytes. */
  public byte[] write() throws IOException {
    StateCodec<Object> codec = function.stateCodec();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(states.size());
    for (Map.Entry<Long, Object> entry : states.entrySet()) {
      out.writeLong(entry.getKey());
      codec.write(entry.getValue(), out);
    }
    return bytes.toByteArray();
  }
}
