/** What every SQLite file of the gateway has in common: write-ahead log, one writer, deleted rows that are gone. */
@NullMarked
package parley.archive.sqlite;

import org.jspecify.annotations.NullMarked;
