package io.vgi.catalog;

/**
 * Changes the schemas of a {@link LiveCatalog}: what DuckDB's CREATE, ALTER, DROP and COMMENT come
 * to. Called by many threads at once.
 */
public interface SchemaEditor {}
