package io.vgi.example.sqlite;

/**
 * A transaction of the file.
 *
 * @param id what its uncommitted versions are marked with
 * @param snapshot the last commit whose changes it sees
 * @param version the version of the catalog then
 */
record SqliteTransaction(long id, long snapshot, long version) {}
