package io.vgi.internal.dispatch;

import io.vgi.catalog.Attach;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.CatalogSource;
import io.vgi.catalog.Release;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.catalog.VersionChoice;
import io.vgi.param.AttachOption;
import io.vgi.param.AttachOptions;
import io.vgi.rpc.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** One name that users attach, and the catalogs behind it. Any thread. */
final class CatalogEndpoint {
  private static final int MOST_SERVED = LruCache.most(64);
  private static final String DATA = "data_version_spec";
  private static final String IMPLEMENTATION = "implementation_version";

  private final CatalogSource source;
  private final VersionChoice data;
  private final VersionChoice implementations;
  private final LiveSessions sessions;
  private final @Nullable DeclaredCatalog only;
  private final Map<Catalog, ServedCatalog> served = new LinkedHashMap<>(8, 0.75f, true);

  CatalogEndpoint(CatalogSource source, LiveSessions sessions) {
    this.source = source;
    this.sessions = sessions;
    if (source instanceof CatalogChoice choice) {
      List<String> releases = choice.releases().stream().map(Release::version).toList();
      this.data = new VersionChoice(DATA, releases, choice.defaultRelease());
      this.implementations =
          new VersionChoice(IMPLEMENTATION, choice.implementations(), newest(choice));
      this.only = null;
    } else {
      Catalog catalog = (Catalog) source;
      this.data = single(DATA, catalog.dataVersion());
      this.implementations = single(IMPLEMENTATION, catalog.implementationVersion());
      this.only = new DeclaredCatalog(catalog);
    }
  }

  private static VersionChoice single(String what, @Nullable String version) {
    return new VersionChoice(what, version == null ? List.of() : List.of(version), version);
  }

  private static @Nullable String newest(CatalogChoice choice) {
    return new VersionChoice(IMPLEMENTATION, choice.implementations(), null).newest();
  }

  CatalogSource source() {
    return source;
  }

  /** Whether an option of ATTACH is a secret. */
  boolean hasSecretOptions() {
    return source.attachOptions().stream().anyMatch(AttachOption::isSecret);
  }

  VersionChoice data() {
    return data;
  }

  VersionChoice implementations() {
    return implementations;
  }

  /** The versions of the data that listings show, the newest first. */
  List<Release> releases() {
    return source instanceof CatalogChoice choice ? choice.releases() : List.of();
  }

  /** The version of the data as listings show it. */
  @Nullable String publishedData() {
    return source instanceof CatalogChoice ? data.range() : data.fallback();
  }

  /**
   * Whether it has the function of {@code request} in {@code schema} whatever an attach chooses.
   */
  boolean declares(BindRequest request, @Nullable String schema) {
    return only != null && only.has(request, schema);
  }

  /** What {@code attach} leads to. */
  Attachment attached(AttachData attach, Principal caller, BufferAllocator allocator) {
    List<AttachOption<?>> declared = new ArrayList<>(source.attachOptions());
    AttachOptions options =
        attach.isNone()
            ? new UnknownOptions(source.name(), declared)
            : new AttachOptionValues(source.name(), declared, attach.options(), allocator)
                .checked();
    if (only != null) {
      return new Attachment(attach, options, only, null);
    }
    CatalogChoice choice = (CatalogChoice) source;
    Attach chosen = new Chosen(attach, options, caller, isOfSeveralVersions(attach));
    Catalog about = choice.about();
    return about == null
        ? new Attachment(attach, options, served(choice.choose(chosen)), null)
        : new Attachment(
            attach, options, null, LiveAttach.of(sessions, choice, about, attach, chosen));
  }

  /** Whether nobody can tell which version a call means that names no attach. */
  private boolean isOfSeveralVersions(AttachData attach) {
    return attach.isNone()
        && source instanceof CatalogChoice choice
        && (choice.releases().size() > 1 || choice.implementations().size() > 1);
  }

  /** Built once for each catalog: its functions know each other by identity. */
  private ServedCatalog served(Catalog catalog) {
    synchronized (served) {
      ServedCatalog found = served.get(catalog);
      if (found == null) {
        found = new DeclaredCatalog(catalog);
        served.put(catalog, found);
        if (served.size() > MOST_SERVED) {
          served.remove(served.keySet().iterator().next());
        }
      }
      return found;
    }
  }

  /** An attach as a choice sees it. */
  private record Chosen(
      AttachData data, AttachOptions options, Principal principal, boolean isUncertain)
      implements Attach {
    @Override
    public <T> @Nullable T find(AttachOption<T> option) {
      return options.find(option);
    }

    @Override
    public @Nullable String dataVersion() {
      return certain(data.dataVersion());
    }

    @Override
    public @Nullable String implementationVersion() {
      return certain(data.implementationVersion());
    }

    private @Nullable String certain(@Nullable String version) {
      if (isUncertain) {
        throw UnknownOptions.refused("the version of catalog '" + data.catalog() + "'");
      }
      return version;
    }
  }
}
