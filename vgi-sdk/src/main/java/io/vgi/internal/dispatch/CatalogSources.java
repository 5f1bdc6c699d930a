package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogSource;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.log.WorkerLog;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a worker serves, by name; what is made on demand is made when it is first asked for, once.
 * Immutable otherwise. Any thread.
 */
public final class CatalogSources extends AbstractList<CatalogSource> {
  private final Named[] all;

  private CatalogSources(Named[] all) {
    this.all = all;
  }

  /**
   * Those of {@code sources}.
   *
   * @throws IllegalArgumentException when two have the same name
   */
  public static CatalogSources of(List<? extends CatalogSource> sources) {
    if (sources instanceof CatalogSources already) {
      return already;
    }
    CatalogSources found = new CatalogSources(new Named[0]);
    for (CatalogSource source : sources) {
      found = found.plus(new Named(source.name(), null, source));
    }
    return found;
  }

  /**
   * These, then the one called {@code name}, which {@code make} makes.
   *
   * @throws IllegalArgumentException when one has that name
   */
  public CatalogSources plus(String name, Supplier<? extends CatalogSource> make) {
    return plus(new Named(name, make, null));
  }

  /** These after {@code first}. */
  public CatalogSources after(CatalogSource first) {
    CatalogSources found = of(List.of(first));
    for (Named one : all) {
      found = found.plus(one);
    }
    return found;
  }

  private CatalogSources plus(Named next) {
    for (Named one : all) {
      if (one.name.equalsIgnoreCase(next.name)) {
        throw new IllegalArgumentException(
            "Two catalogs of this worker are called '" + next.name + "'");
      }
    }
    Named[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = next;
    return new CatalogSources(more);
  }

  /** Their names, without making any. */
  public List<String> names() {
    List<String> names = new ArrayList<>(all.length);
    for (Named one : all) {
      names.add(one.name);
    }
    return names;
  }

  /** The place of the one called {@code name}, whatever its case, or -1. */
  int indexOf(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (int i = 0; i < all.length; i++) {
      if (all[i].name.toLowerCase(Locale.ROOT).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The one at {@code index}.
   *
   * @throws VgiException when it cannot be made, with the reason; whoever asks next has it tried
   *     again
   */
  @Override
  public CatalogSource get(int index) {
    return all[index].get();
  }

  /** The one at {@code index}; null when it cannot be made, whose reason the log has once. */
  public @Nullable CatalogSource listed(int index) {
    return all[index].listed();
  }

  /** The one at {@code index} if it is there already, else null. */
  @Nullable CatalogSource made(int index) {
    return all[index].made;
  }

  @Override
  public int size() {
    return all.length;
  }

  /** A catalog, or what makes it. */
  private static final class Named {
    private final String name;
    private final @Nullable Supplier<? extends CatalogSource> make;
    private volatile @Nullable CatalogSource made;
    private volatile @Nullable String warned;

    Named(
        String name,
        @Nullable Supplier<? extends CatalogSource> make,
        @Nullable CatalogSource made) {
      this.name = name;
      this.make = make;
      this.made = made;
    }

    CatalogSource get() {
      CatalogSource known = made;
      return known != null ? known : make();
    }

    @Nullable CatalogSource listed() {
      try {
        return get();
      } catch (VgiException broken) {
        String why = String.valueOf(broken.getMessage());
        if (!why.equals(warned)) { // listings and pages may be asked for often
          warned = why;
          WorkerLog.warn("Catalog '" + name + "' is listed by its name alone: " + why, broken);
        }
        return null;
      }
    }

    private synchronized CatalogSource make() {
      CatalogSource found = made;
      if (found == null && make != null) {
        try {
          found = make.get();
        } catch (VgiException asItIs) {
          throw asItIs;
        } catch (Exception wrong) { // checked ones too, which other languages do not check
          String why = wrong.getMessage();
          throw refused(why == null ? wrong.toString() : why, wrong);
        } catch (LinkageError missing) { // a library that only this catalog needs
          throw refused(missing.toString(), missing);
        }
      }
      if (found == null) {
        throw refused("what makes it gave null", null);
      } else if (!found.name().equalsIgnoreCase(name)) {
        throw refused("what makes it gave one called '" + found.name() + "'", null);
      }
      made = found;
      return found;
    }

    private VgiException refused(String why, @Nullable Throwable cause) {
      String what = "Catalog '" + name + "'";
      String message = why.startsWith(what) ? why : what + " cannot be made: " + why;
      return new VgiException(VgiException.Kind.INTERNAL, message, cause);
    }
  }
}
