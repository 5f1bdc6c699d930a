package io.vgi.catalog;

import io.vgi.internal.catalog.Version;
import io.vgi.param.AttachOption;
import io.vgi.rpc.VgiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One name for several catalogs: a catalog per version of the data, one that is chosen by the
 * options of ATTACH and by who attaches, or one whose content is asked for while it is attached.
 * Immutable.
 *
 * <pre>{@code
 * CatalogChoice.named("shop").release("1.0.0", old).release("2.0.0", current).build();
 * CatalogChoice.named("shop").attachOption(REGION)
 *     .choose(attach -> attach.get(REGION).equals("us") ? us : eu).build();
 * CatalogChoice.named("shop").attachOption(URL)
 *     .live(attach -> new ShopCatalog(attach.get(URL))).build();
 * }</pre>
 *
 * <p>In SQL, {@code data_version_spec} and {@code implementation_version} ask for a version: {@code
 * 1.2.3}, the newest of {@code 1} or {@code 1.2}, the newest compatible one of {@code ^1.2.3}, or
 * the newest patch of {@code ~1.2.3}.
 */
public final class CatalogChoice implements CatalogSource {
  private final String name;
  private final @Nullable String sourceUrl;
  private final List<AttachOption<?>> attachOptions;
  private final List<Release> releases;
  private final @Nullable String defaultRelease;
  private final List<String> implementations;
  private final Map<String, Catalog> catalogs;
  private final @Nullable Chooser chooser;
  private final @Nullable LiveChooser liveChooser;
  private final @Nullable Catalog about;

  private CatalogChoice(Builder from, List<Release> newestFirst) {
    this.name = from.name;
    this.sourceUrl = from.sourceUrl;
    this.attachOptions = List.copyOf(from.attachOptions);
    this.releases = newestFirst;
    this.defaultRelease =
        from.defaultRelease != null
            ? from.defaultRelease
            : newestFirst.isEmpty() ? null : newestFirst.get(0).version();
    this.implementations = List.copyOf(from.implementations);
    this.catalogs = Map.copyOf(from.catalogs);
    this.chooser = from.chooser;
    this.liveChooser = from.liveChooser;
    this.about =
        from.liveChooser != null && from.about == null
            ? Catalog.named(from.name).build()
            : from.about;
  }

  /** Starts a choice. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable String sourceUrl() {
    return sourceUrl;
  }

  @Override
  public List<AttachOption<?>> attachOptions() {
    return attachOptions;
  }

  /** The versions of the data, the newest first. */
  public List<Release> releases() {
    return releases;
  }

  /** The version of the data for users who ask for none, or null where data has no versions. */
  public @Nullable String defaultRelease() {
    return defaultRelease;
  }

  /** The versions of the code; users who ask for none get the newest. */
  public List<String> implementations() {
    return implementations;
  }

  /** The catalog of a release; null when it depends on the ATTACH. */
  public @Nullable Catalog catalog(String version) {
    return chooser == null ? catalogs.get(version) : null;
  }

  /**
   * What is known of live catalogs before any is {@linkplain #open opened}, which has no objects;
   * null when the catalogs are not live.
   */
  public @Nullable Catalog about() {
    return about;
  }

  /**
   * Opens the live catalog for {@code attach}, which the caller closes.
   *
   * @throws IllegalStateException when the catalogs are not live
   */
  public LiveCatalog open(Attach attach) {
    LiveChooser by = liveChooser;
    if (by == null) {
      throw new IllegalStateException("Catalog '" + name + "' is not live");
    }
    try {
      return Objects.requireNonNull(
          by.open(attach), "Catalog '" + name + "' was not opened for an ATTACH");
    } catch (RuntimeException asItIs) {
      throw asItIs;
    } catch (Exception failure) {
      throw new VgiException(
          VgiException.Kind.INTERNAL,
          "Catalog '" + name + "' could not be opened: " + failure,
          failure);
    }
  }

  /** The catalog for {@code attach}. */
  public Catalog choose(Attach attach) {
    Catalog chosen =
        chooser == null
            ? catalogs.get(String.valueOf(attach.dataVersion()))
            : chosen(chooser, attach);
    return Objects.requireNonNull(chosen, "Catalog '" + name + "' was not chosen for an ATTACH");
  }

  private Catalog chosen(Chooser by, Attach attach) {
    try {
      return by.choose(attach);
    } catch (RuntimeException asItIs) {
      throw asItIs;
    } catch (Exception failure) {
      throw new VgiException(
          VgiException.Kind.INTERNAL,
          "Catalog '" + name + "' could not be chosen: " + failure,
          failure);
    }
  }

  /** Chooses the catalog of an ATTACH. */
  @FunctionalInterface
  public interface Chooser {
    /**
     * The catalog for {@code attach}.
     *
     * @throws Exception when there is none; its message is shown to the SQL user
     */
    Catalog choose(Attach attach) throws Exception;
  }

  /** Opens the live catalog of an ATTACH. */
  @FunctionalInterface
  public interface LiveChooser {
    /**
     * Opens the catalog for {@code attach}. A failure is not remembered: the next call tries again.
     *
     * @throws Exception when it cannot be opened; its message is shown to the SQL user
     */
    LiveCatalog open(Attach attach) throws Exception;
  }

  /** Collects a choice; {@link #build} checks it as a whole. */
  public static final class Builder {
    private final String name;
    private @Nullable String sourceUrl;
    private final List<AttachOption<?>> attachOptions = new ArrayList<>();
    private final List<Release> releases = new ArrayList<>();
    private final Map<String, Catalog> catalogs = new HashMap<>();
    private final List<String> implementations = new ArrayList<>();
    private @Nullable String defaultRelease;
    private @Nullable Chooser chooser;
    private @Nullable LiveChooser liveChooser;
    private @Nullable Catalog about;

    private Builder(String name) {
      this.name = Objects.requireNonNull(name, "name is null");
    }

    /** Where the worker comes from. */
    public Builder sourceUrl(String url) {
      sourceUrl = url;
      return this;
    }

    /** An option of ATTACH. */
    public Builder attachOption(AttachOption<?> option) {
      attachOptions.add(option);
      return this;
    }

    /** A version of the data and what it looks like; releases may come in any order. */
    public Builder release(Release release, Catalog catalog) {
      releases.add(release);
      catalogs.put(release.version(), catalog);
      return this;
    }

    /** A version of the data and what it looks like. */
    public Builder release(String version, Catalog catalog) {
      return release(Release.of(version), catalog);
    }

    /** A version of the data whose catalog {@link #choose} gives. */
    public Builder release(Release release) {
      releases.add(release);
      return this;
    }

    /** The version of the data for users who ask for none; the newest when nothing is said. */
    public Builder defaultTo(String version) {
      defaultRelease = version;
      return this;
    }

    /** Versions of the code that ATTACH may ask for. */
    public Builder implementations(String... versions) {
      implementations.addAll(List.of(versions));
      return this;
    }

    /**
     * Has {@code by} choose the catalog of each ATTACH, instead of the releases. It must always
     * choose the same for the same ATTACH, since any process of the worker may be asked.
     */
    public Builder choose(Chooser by) {
      chooser = by;
      return this;
    }

    /**
     * Has {@code by} open a live catalog for each ATTACH. All calls of the ATTACH in this process
     * share it. Another process opens one of its own, so does this one once it was closed because
     * no call used it for ten minutes or many others were attached since.
     */
    public Builder live(LiveChooser by) {
      liveChooser = by;
      return this;
    }

    /**
     * As {@link #live(LiveChooser)}.
     *
     * @param known what is known before one is opened: the comment, tags, settings, types of
     *     secrets and formats of COPY; a catalog of the same name without objects
     */
    public Builder live(Catalog known, LiveChooser by) {
      about = known;
      return live(by);
    }

    /** Returns the choice, or reports every fault in it at once. */
    public CatalogChoice build() {
      List<String> faults = new ArrayList<>();
      Map<Version, Release> ordered = new LinkedHashMap<>();
      for (Release release : releases) {
        Version version = version(release.version(), "release", faults);
        if (version != null && ordered.put(version, release) != null) {
          faults.add("release '" + release.version() + "' is there twice");
        }
        Catalog catalog = catalogs.get(release.version());
        if (chooser == null && liveChooser == null && catalog == null) {
          faults.add("release '" + release.version() + "' has no catalog");
        } else if (catalog != null && !catalog.name().equals(name)) {
          faults.add(
              "the catalog of release '"
                  + release.version()
                  + "' is called '"
                  + catalog.name()
                  + "'");
        }
        options(release, catalog, faults);
      }
      for (String implementation : implementations) {
        version(implementation, "implementation", faults);
      }
      if (defaultRelease != null
          && releases.stream().noneMatch(release -> release.version().equals(defaultRelease))) {
        faults.add("its default release '" + defaultRelease + "' is not one of its releases");
      }
      if (releases.isEmpty() && chooser == null && liveChooser == null) {
        faults.add("there is nothing to choose from; add a release, choose(…) or live(…)");
      } else if (chooser != null && !catalogs.isEmpty()) {
        faults.add("its catalogs come from its releases or from choose(…), not from both");
      }
      if (liveChooser != null) {
        live(faults);
      }
      OptionChecks.attachOptions(attachOptions, faults);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            "Catalog '" + name + "' is declared wrongly: " + String.join("; ", faults));
      }
      List<Version> newest = new ArrayList<>(ordered.keySet());
      newest.sort(java.util.Comparator.reverseOrder());
      List<Release> newestFirst = new ArrayList<>(newest.size());
      newest.forEach(version -> newestFirst.add(Objects.requireNonNull(ordered.get(version))));
      return new CatalogChoice(this, List.copyOf(newestFirst));
    }

    private void live(List<String> faults) {
      if (chooser != null || !catalogs.isEmpty()) {
        faults.add("it is live(…), so it has no other catalogs; remove choose(…) and theirs");
      }
      if (about == null) {
        return;
      }
      if (!about.name().equals(name)) {
        faults.add("what is known of its live catalogs is called '" + about.name() + "'");
      }
      for (Schema schema : about.schemas()) {
        if (!schema.isEmpty()) {
          faults.add(
              "what is known of its live catalogs has objects; give those of schema '"
                  + schema.name()
                  + "' to the LiveCatalog");
        }
      }
    }

    private void options(Release release, @Nullable Catalog catalog, List<String> faults) {
      List<AttachOption<?>> own = catalog == null ? List.of() : catalog.attachOptions();
      for (AttachOption<?> option : own) {
        if (!attachOptions.contains(option)) {
          faults.add(
              "the catalog of release '"
                  + release.version()
                  + "' has the ATTACH option '"
                  + option.name()
                  + "', which the choice must declare, too");
        }
      }
    }

    private static @Nullable Version version(String text, String what, List<String> faults) {
      Version version = Version.parse(text);
      if (version == null) {
        faults.add(what + " '" + text + "' is not of the form major.minor.patch");
      }
      return version;
    }
  }
}
