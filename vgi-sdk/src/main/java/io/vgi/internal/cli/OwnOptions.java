package io.vgi.internal.cli;

import io.vgi.param.WorkerOption;
import io.vgi.param.WorkerOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a worker's own options. */
public final class OwnOptions implements WorkerOptions {
  private final Map<String, Object> values;

  private OwnOptions(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * Reads the options from what was given.
   *
   * @param faults gets a sentence for each that is needed or wrong
   */
  public static WorkerOptions of(
      List<WorkerOption<?>> options, Map<String, String> given, List<String> faults) {
    Map<String, Object> values = new HashMap<>();
    for (WorkerOption<?> option : options) {
      String text = given.get(option.name());
      Object fallback = option.fallback();
      try {
        if (text != null) {
          values.put(option.name(), option.parse(text));
        } else if (fallback != null) {
          values.put(option.name(), fallback);
        } else if (!option.isOptional()) {
          String what = option.doc().isEmpty() ? "" : ": " + option.doc();
          faults.add("Option '" + option + "' is needed" + what + ".");
        }
      } catch (IllegalArgumentException wrong) {
        faults.add(wrong.getMessage());
      }
    }
    return new OwnOptions(Map.copyOf(values));
  }

  /**
   * The options without a command line: their defaults.
   *
   * @throws IllegalArgumentException when one is needed
   */
  public static WorkerOptions defaults(List<WorkerOption<?>> options) {
    List<String> faults = new ArrayList<>();
    WorkerOptions defaults = of(options, Map.of(), faults);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", faults));
    }
    return defaults;
  }

  @Override
  public <T> T get(WorkerOption<T> option) {
    T value = find(option);
    if (value == null) {
      throw new IllegalStateException(
          "Option '" + option + "' was not given, or is none that the worker was given");
    }
    return value;
  }

  @Override
  public <T> @Nullable T find(WorkerOption<T> option) {
    return option.type().cast(values.get(option.name()));
  }
}
