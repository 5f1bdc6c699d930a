package io.vgi.example;

import io.vgi.param.Setting;
import io.vgi.type.Column;
import org.jspecify.annotations.Nullable;

/** The settings of the example catalog. */
public final class Settings {
  /** Whether settings_aware shows details. */
  public static final Setting<Boolean> VERBOSE =
      Setting.bool("vgi_verbose_mode").doc("Enable verbose output").orElse(false);

  /** What settings_aware says. */
  public static final Setting<String> GREETING =
      Setting.varchar("greeting").doc("Custom greeting message").orElse("Hello");

  /** What multiply_by_setting and settings_aware multiply by. */
  public static final Setting<Long> MULTIPLIER =
      Setting.bigint("multiplier").doc("Value multiplier").orElse(1L);

  /** The lowest value that filter_by_setting lets through. */
  public static final Setting<Long> THRESHOLD =
      Setting.bigint("threshold").doc("Filter threshold").orElse(0L);

  /** What scale_by_setting multiplies by. */
  public static final Setting<Double> SCALE_FACTOR =
      Setting.float8("scale_factor").doc("Float scale factor").orElse(1.0);

  /** The rows of struct_settings; it has no default. */
  public static final Setting<Config> CONFIG =
      Setting.struct(
              "config",
              Config.class,
              Column.bigint("start"),
              Column.bigint("step"),
              Column.varchar("label"))
          .doc("Sequence configuration struct");

  private Settings() {}

  /**
   * A sequence.
   *
   * @param start its first value
   * @param step what each value adds to the one before
   * @param label the text before the row's number
   */
  public record Config(@Nullable Long start, @Nullable Long step, @Nullable String label) {}
}
