package io.vgi.catalog;

import io.vgi.param.AttachOption;
import io.vgi.param.Key;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What cannot be right about options of ATTACH, settings and types of secrets. */
final class OptionChecks {
  // what the engine takes for itself and never hands on
  private static final Set<String> TAKEN =
      Set.of(
          "type",
          "location",
          "bearer_token",
          "oauth_refresh_token",
          "oauth_profile",
          "worker_debug",
          "attach_companions",
          "attach_companion_secrets",
          "pool",
          "pool_timeout",
          "cache",
          "tcp_proxy",
          "data_version_spec",
          "implementation_version",
          "launcher_idle_timeout",
          "launcher_state_dir",
          "iroh_secret_key");

  private OptionChecks() {}

  static void attachOptions(List<AttachOption<?>> options, List<String> faults) {
    Set<String> names = new HashSet<>();
    for (AttachOption<?> option : options) {
      String what = "ATTACH option '" + option.name() + "'";
      if (name("an ATTACH option", what, option.name(), names, faults)
          && TAKEN.contains(option.name().toLowerCase(Locale.ROOT))) {
        faults.add(what + " is one of DuckDB's own");
      }
      typed(what, option, faults);
    }
  }

  static void settings(List<Setting<?>> settings, List<String> faults) {
    Set<String> names = new HashSet<>();
    for (Setting<?> setting : settings) {
      String what = "setting '" + setting.name() + "'";
      name("a setting", what, setting.name(), names, faults);
      typed(what, setting, faults);
    }
  }

  static void secretTypes(List<SecretType> types, List<String> faults) {
    Set<String> names = new HashSet<>();
    for (SecretType type : types) {
      name("a secret type", "secret type '" + type.name() + "'", type.name(), names, faults);
    }
  }

  private static boolean name(
      String nameless, String what, String name, Set<String> taken, List<String> faults) {
    if (name.isBlank()) {
      faults.add(nameless + " has an empty name");
    } else if (!taken.add(name.toLowerCase(Locale.ROOT))) {
      faults.add(what + " is there twice");
    } else {
      return true;
    }
    return false;
  }

  private static void typed(String what, Key<?, ?> key, List<String> faults) {
    if (key.type().isAny()) {
      faults.add(what + " must have a type, not ANY");
    }
    String fault = key.fallbackFault();
    if (fault != null) {
      faults.add(what + ": " + fault);
    }
  }

  /** What is begun must be able to travel. */
  static void transactions(@Nullable Transactions<?> kind, List<String> faults) {
    if (kind != null) {
      try {
        kind.codec().check();
      } catch (IllegalArgumentException wrong) {
        faults.add("its transactions cannot travel: " + wrong.getMessage());
      }
    }
  }
}
