package io.vgi.internal.call;

import io.vgi.function.CopyFrom;
import io.vgi.type.Column;
import java.util.List;

/** A reader of COPY at work. */
public final class CopyFromCall extends ScanCall implements CopyFrom {
  /** Runs as {@code scan} does. */
  public CopyFromCall(ScanCall scan) {
    super(scan);
  }

  @Override
  public String path() {
    return copy().path();
  }

  @Override
  public List<Column<?>> columns() {
    return shape().columns();
  }
}
