package parley.archive.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One SQLite file. One connection writes under a lock, another reads; a commit is in the operating system's hands before a
 * call returns, so that {@code kill -9} loses nothing. Any thread that may block.
 */
public final class SqliteFile implements AutoCloseable {
    /** SQLITE_BUSY; its kinds differ in higher bits. */
    private static final int BUSY = 5;

    private final Connection writing;
    private final Connection reading;
    private final ReentrantLock writeLock = new ReentrantLock();
    private final ReentrantLock readLock;

    private SqliteFile(Connection writing, Connection reading) {
        this.writing = writing;
        this.reading = reading;
        readLock = new ReentrantLock();
    }

    /** One connection for both. */
    private SqliteFile(Connection only) {
        writing = only;
        reading = only;
        readLock = writeLock;
    }

    /**
     * Opens the file, or makes it. A file of a later version is refused.
     *
     * @param versions the statements that lead from nothing to the first version of the schema, from there to the second, ...
     */
    public static SqliteFile open(Path file, List<List<String>> versions) throws SQLException {
        Connection writing = connect(file);
        try {
            prepare(writing, file.toString(), versions);
            return new SqliteFile(writing, connect(file));
        } catch (SQLException e) {
            writing.close();
            throw e;
        }
    }

    /** Whether another process has it open, or another part of this one. */
    public static boolean inUse(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            // With a write-ahead log, whoever has the file open holds a lock that this mode cannot be shared with.
            statement.execute("PRAGMA locking_mode=EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");
            statement.execute("ROLLBACK");
            return false;
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xff) == BUSY) {
                return true;
            }
            throw e;
        }
    }

    /** Nothing of it reaches a disk; it is gone when it is closed. */
    public static SqliteFile inMemory(List<List<String>> versions) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA temp_store=MEMORY");
            prepare(connection, "memory", versions);
            return new SqliteFile(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=NORMAL");
            statement.execute("PRAGMA busy_timeout=5000");
            // Deleted words must be gone from the file, not only from the tables.
            statement.execute("PRAGMA secure_delete=ON");
        }
        return connection;
    }

    private static void prepare(Connection connection, String name, List<List<String>> versions) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int found;
            try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
                found = row.next() ? row.getInt(1) : 0;
            }
            if (found > versions.size()) {
                throw new SQLException(name + " was written by a newer Parley (schema " + found + ")");
            }
            if (found < versions.size()) {
                connection.setAutoCommit(false);
                for (List<String> step : versions.subList(found, versions.size())) {
                    for (String sql : step) {
                        statement.execute(sql);
                    }
                }
                statement.execute("PRAGMA user_version=" + versions.size());
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
    }

    /** A row as something of ours. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Several statements that take effect together, or not at all. */
    @FunctionalInterface
    public interface Transaction {
        int run(Statements statements) throws SQLException;
    }

    /** Runs statements in a transaction. */
    public interface Statements {
        /** The number of rows that it changed. */
        int run(String sql, Object... values) throws SQLException;
    }

    public <T> List<T> query(String sql, Row<T> row, Object... values) throws SQLException {
        readLock.lock();
        try (PreparedStatement statement = reading.prepareStatement(sql)) {
            bind(statement, values);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.of(rows));
                }
            }
            return found;
        } finally {
            readLock.unlock();
        }
    }

    public <T> Optional<T> first(String sql, Row<T> row, Object... values) throws SQLException {
        return query(sql, row, values).stream().findFirst();
    }

    /** The number of rows that it changed. */
    public int update(String sql, Object... values) throws SQLException {
        return write(statements -> statements.run(sql, values));
    }

    public int write(Transaction transaction) throws SQLException {
        writeLock.lock();
        try {
            writing.setAutoCommit(false);
            try {
                int changed = transaction.run(this::run);
                writing.commit();
                return changed;
            } catch (SQLException e) {
                writing.rollback();
                throw e;
            } finally {
                writing.setAutoCommit(true);
            }
        } finally {
            writeLock.unlock();
        }
    }

    private int run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = writing.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Empties the write-ahead log, which would keep deleted pages until its next wrap. Fails while another process reads. */
    public void forgetDeleted() throws SQLException {
        writeLock.lock();
        readLock.lock();
        try (Statement statement = writing.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            if (result.next() && result.getInt(1) != 0) {
                throw new SQLException("another process uses the file, so that its log cannot be emptied");
            }
        } finally {
            readLock.unlock();
            writeLock.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        writeLock.lock();
        readLock.lock();
        try {
            reading.close();
            writing.close();
        } finally {
            readLock.unlock();
            writeLock.unlock();
        }
    }
}
