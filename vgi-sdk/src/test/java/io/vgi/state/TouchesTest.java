package io.vgi.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TouchesTest {
  private static final long HOUR = TimeUnit.HOURS.toMillis(1);
  private static final int MOST = 3;

  @TempDir private Path directory;

  /** What is left unsaid of a use must be what was said a short time ago. */
  @Test
  void usesAreNotedHoweverManyScopesThereAre() throws Exception {
    for (int scopes : new int[] {1, MOST, MOST + 1, 4 * MOST}) {
      Sessions sessions = new Sessions(new SqliteFile(directory.resolve(scopes + ".db")));
      Session session = sessions.take();
      Touches touches = new Touches(MOST);
      long old = System.currentTimeMillis() - HOUR / 2;
      for (int i = 0; i < scopes; i++) {
        // another process opened it, half of its time ago
        session.run(Sql.OPEN, scope(i), HOUR, old);
        touches.touch(session, scope(i));
      }
      for (int i = 0; i < scopes; i++) {
        assertThat(touched(session, i)).isGreaterThan(old + HOUR / 4);
      }
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < scopes; i++) {
          touches.touch(session, scope(i));
        }
      }
      int written = 0;
      for (int i = 0; i < scopes; i++) {
        session.run(Sql.OPEN, scope(i), HOUR, old);
        touches.touch(session, scope(i));
        written += touched(session, i) == old ? 0 : 1;
        touches.forget(scope(i));
        touches.touch(session, scope(i));
        assertThat(touched(session, i)).isGreaterThan(old);
      }
      // few are known to be noted, of many some are looked at again
      if (scopes <= MOST) {
        assertThat(written).isZero();
      } else {
        assertThat(written).isPositive();
      }
      sessions.give(session);
      sessions.close();
    }
  }

  private static byte[] scope(int number) {
    return new byte[] {(byte) number};
  }

  private static long touched(Session session, int scope) throws SQLException {
    Long touched = session.first(row -> row.getLong(2), Sql.SCOPE, (Object) scope(scope));
    assertThat(touched).isNotNull();
    return touched == null ? 0 : touched;
  }
}
