package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;

/** A message some times over where a condition holds, else the empty text. */
public final class ConditionalMessage implements ScalarFunction<VarCharVector> {
  private static final long MAX_LENGTH = 1 << 24;
  private static final byte[] EMPTY = {};

  private static final Arg<Long> REPEAT =
      Arg.bigint("repeat_count").doc("Number of times to repeat");
  private static final Arg<String> MESSAGE = Arg.varchar("message").doc("Message to repeat");
  private static final Column<BitVector> CONDITION =
      Column.bool("condition").doc("Apply message condition");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("conditional_message")
        .args(REPEAT, MESSAGE)
        .columns(CONDITION)
        .returns(SqlType.VARCHAR)
        .doc("Returns repeated message when condition is true")
        .example(
            "SELECT conditional_message(3, 'Alert! ', flag) FROM items",
            "Show alert message for flagged items")
        .example(
            "SELECT conditional_message(2, '⭐', is_featured) FROM products",
            "Add stars to featured products")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) {
    byte[] message = repeated(call.get(MESSAGE), Math.max(0, call.get(REPEAT)));
    BitVector conditions = in.get(CONDITION);
    in.forEachRow(row -> out.setSafe(row, conditions.get(row) != 0 ? message : EMPTY));
  }

  private static byte[] repeated(String message, long times) {
    if (message.isEmpty()) {
      return EMPTY;
    } else if (times > MAX_LENGTH / message.length()) {
      throw VgiException.invalidArgument("The message has more than " + MAX_LENGTH + " characters");
    }
    return message.repeat((int) times).getBytes(UTF_8);
  }
}
