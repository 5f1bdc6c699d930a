package io.vgi.example.sqlite;

/**
 * A transaction of the file.
 *
 * @param id what its uncommitted versions are marked with
 * @param snapshot the last commit whose changes it sees
 */
record SqliteTransaction(long id, long snapshot) {}
