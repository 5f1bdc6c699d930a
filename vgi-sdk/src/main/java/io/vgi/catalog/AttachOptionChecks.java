package io.vgi.catalog;

import io.vgi.param.AttachOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What cannot be right about options of ATTACH. */
final class AttachOptionChecks {
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

  private AttachOptionChecks() {}

  static void run(List<AttachOption<?>> options, List<String> faults) {
    Set<String> names = new HashSet<>();
    for (AttachOption<?> option : options) {
      String name = option.name().toLowerCase(Locale.ROOT);
      if (name.isBlank()) {
        faults.add("an ATTACH option has an empty name");
      } else if (!names.add(name)) {
        faults.add("ATTACH option '" + option.name() + "' is there twice");
      } else if (TAKEN.contains(name)) {
        faults.add("ATTACH option '" + option.name() + "' is one of DuckDB's own");
      }
      if (option.type().isAny()) {
        faults.add("ATTACH option '" + option.name() + "' must have a type, not ANY");
      }
    }
  }
}
