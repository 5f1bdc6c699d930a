package io.vgi.example;

import io.vgi.param.Setting;
import io.vgi.type.Column;
import io.vgi.type.SqlType;

/** The settings of the example catalog. */
public final class Settings {
  /** Whether functions give extra columns. */
  public static final Setting<Boolean> VERBOSE_MODE =
      Setting.bool("vgi_verbose_mode", "Enable verbose output").orElse(false);

  /** A greeting to put into rows. */
  public static final Setting<String> GREETING =
      Setting.varchar("greeting", "Custom greeting message").orElse("Hello");

  /** What values are multiplied by. */
  public static final Setting<Long> MULTIPLIER =
      Setting.bigint("multiplier", "Value multiplier").orElse(1L);

  /** The lowest value that passes a filter. */
  public static final Setting<Long> THRESHOLD =
      Setting.bigint("threshold", "Filter threshold").orElse(0L);

  /** What real values are multiplied by. */
  public static final Setting<Double> SCALE_FACTOR =
      Setting.float8("scale_factor", "Float scale factor").orElse(1.0);

  /** How a sequence runs, as one STRUCT. */
  public static final Setting<Config> CONFIG =
      Setting.of(
          "config",
          "Sequence configuration struct",
          SqlType.struct(Column.bigint("start"), Column.bigint("step"), Column.varchar("label")),
          Config.class);

  private Settings() {}

  /**
   * The value of {@link #CONFIG}.
   *
   * @param start the first value
   * @param step what is added from row to row
   * @param label the prefix of labels
   */
  public record Config(long start, long step, String label) {}
}
