package io.vgi.internal.dispatch;

import io.vgi.internal.call.Binding;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.SqlType;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The state of a live catalog that gave a function. What is bound in another state may have other
 * columns or rows than the statement was planned with.
 *
 * @param session the open catalog
 * @param version the version that it had before it was asked for the function
 */
record LiveOrigin(LiveSession session, long version) {
  private static final int ID_BYTES = 16;

  /** Where the function of {@code binding} is from; null where no catalog can change it. */
  static @Nullable LiveOrigin of(Binding binding) {
    return (LiveOrigin) binding.entry().origin();
  }

  /** {@code id}, with the version that {@code binding} was bound for behind it if it has one. */
  static byte[] named(byte[] id, Binding binding) {
    LiveOrigin origin = of(binding);
    return origin == null
        ? id
        : ByteBuffer.allocate(id.length + Long.BYTES).put(id).putLong(origin.version).array();
  }

  /**
   * Checks what was bound again for {@code request}.
   *
   * @param begun whether other calls may have given rows already
   */
  static void check(DialectCall call, WireRecord request, Binding binding, boolean begun) {
    LiveOrigin origin = of(binding);
    if (origin == null) {
      return;
    }
    byte[] id = request.bytes("bind_opaque_data");
    boolean versioned = id != null && id.length == ID_BYTES + Long.BYTES;
    if (versioned && ByteBuffer.wrap(id).getLong(ID_BYTES) == origin.version) {
      return;
    }
    // without a version the bind was inlined in the table, which is as old as its listing
    boolean rows = binding.shape() != null && request.has("output_schema");
    byte[] planned = rows ? request.bytes("output_schema") : null;
    if ((versioned && begun)
        || (planned != null
            && !isSame(
                IpcBytes.readSchema(planned, call.allocator()).decoded(),
                binding.output().decoded()))) {
      throw changed(binding);
    }
  }

  /**
   * What the columns of a table come to, by which those that it was planned with are told apart.
   */
  static long columns(List<Field> fields) {
    long all = fields.size();
    for (Field field : fields) {
      String type = SqlType.of(field).sql();
      all = (all * 31 + field.getName().hashCode()) * 31 + type.hashCode();
    }
    return all;
  }

  /**
   * Checks that {@code binding} has the columns that its table was listed with: the engine checks
   * their number only, and another transaction may have had it list the table anew.
   */
  static void checkPlanned(Binding binding) {
    Long planned = binding.parameters().request().planned();
    if (planned != null
        && of(binding) != null
        && columns(binding.output().decoded().fields()) != planned) {
      throw changed(binding);
    }
  }

  private static VgiException changed(Binding binding) {
    return VgiException.invalidArgument(
        "The catalog changed while the statement that reads '"
            + binding.spec().name()
            + "' was run; run it again");
  }

  private static boolean isSame(WireSchema planned, WireSchema now) {
    boolean same = planned.size() == now.size();
    for (int i = 0; same && i < planned.size(); i++) {
      Field one = planned.field(i);
      Field other = now.field(i);
      same =
          one.getName().equals(other.getName())
              && SqlType.of(one).sql().equals(SqlType.of(other).sql());
    }
    return same;
  }
}
