package io.vgi.testing.duckdb;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The same as an extension of JUnit. Only loaded where JUnit is. */
final class JUnitDuckDb extends DuckDb
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  /** Classes that use it now: nested ones are among them, and those that share a field. */
  private int classes;

  private JUnitDuckDb(WorkerSource source) {
    super(source);
  }

  /** In the type that can be named without JUnit. */
  static DuckDb of(WorkerSource source) {
    return new JUnitDuckDb(source);
  }

  @Override
  public synchronized void beforeAll(ExtensionContext context) {
    if (classes++ == 0) {
      reopen();
    }
    start();
  }

  @Override
  public synchronized void beforeEach(ExtensionContext context) {
    start();
  }

  @Override
  public synchronized void afterEach(ExtensionContext context) {
    if (classes == 0) {
      close();
    }
  }

  @Override
  public synchronized void afterAll(ExtensionContext context) {
    if (--classes == 0) {
      close();
    }
  }
}
