package io.vgi.rpc;

import io.vgi.rpc.internal.wire.ProtocolName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A protocol that a server hosts, in one or more revisions.
 *
 * <p>A call's revision is the one whose major and minor version equal those the client announces;
 * the patch is ignored. Immutable.
 */
public final class Service {
  private final String protocol;
  private final List<Revision> revisions;

  private Service(String protocol, List<Revision> revisions) {
    this.protocol = protocol;
    this.revisions = revisions;
  }

  /**
   * Returns a service of {@code protocol}.
   *
   * @param revisions newest first, at least one
   */
  public static Service of(String protocol, List<? extends Revision> revisions) {
    if (!ProtocolName.isValid(protocol)) {
      throw new IllegalArgumentException("'" + protocol + "' is not a protocol name");
    }
    if (revisions.isEmpty()) {
      throw new IllegalArgumentException("Protocol '" + protocol + "' needs a revision");
    }
    return new Service(protocol, List.copyOf(revisions));
  }

  /** The name clients route by. */
  public String protocol() {
    return protocol;
  }

  /** The revisions served, newest first. */
  public List<Revision> revisions() {
    return revisions;
  }

  /** The newest revision served. */
  public Revision newest() {
    return revisions.get(0);
  }

  /** Whether any revision has a method called {@code name}. */
  public boolean hasMethod(String name) {
    for (Revision revision : revisions) {
      if (revision.method(name) != null) {
        return true;
      }
    }
    return false;
  }

  /** The revision that serves {@code version}, or null; an ungated service ignores the version. */
  public @Nullable Revision select(@Nullable String version) {
    if (newest().version().isEmpty()) {
      return newest();
    }
    if (version == null || !ProtocolName.isVersion(version)) {
      return null;
    }
    int patch = version.lastIndexOf('.') + 1;
    for (Revision revision : revisions) {
      String served = revision.version();
      int servedPatch = served.lastIndexOf('.') + 1;
      if (served.substring(0, servedPatch).equals(version.substring(0, patch))) {
        return revision;
      }
    }
    return null;
  }
}
