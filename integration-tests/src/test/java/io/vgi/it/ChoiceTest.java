package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One name, several catalogs: what ATTACH asks for decides. */
class ChoiceTest {
  private Engine engine;

  @BeforeEach
  void start() throws SQLException {
    engine = new Engine();
  }

  @AfterEach
  void stop() throws SQLException {
    engine.close();
  }

  private static String location() {
    return location("");
  }

  private static String location(String flags) {
    return Probe.location(ChoiceWorker.class, flags);
  }

  private static String attach(String name, String options) {
    return attach(name, options, location());
  }

  private static String attach(String name, String options, String location) {
    return "ATTACH 'market' AS "
        + name
        + " (TYPE vgi, LOCATION "
        + Engine.literal(Probe.launched(location))
        + ", launcher_idle_timeout 2"
        + options
        + ")";
  }

  @Test
  void optionsAndVersionsChoose() throws SQLException {
    engine.execute(attach("us", ", region 'us'"));
    engine.execute(attach("eu", ", REGION 'eu', rate 7, data_version_spec '~1.0.0'"));
    assertThat(engine.rows("SELECT us.coins(2), eu.coins(2), us.coins(NULL)"))
        .hasToString("[[us 6, eu 14, null]]");
    assertThat(engine.rows("SELECT * FROM us.prices")).hasToString("[[5, us]]");
    assertThat(engine.error("SELECT * FROM eu.prices")).contains("prices");
    assertThat(
            engine.rows(
                "SELECT database_name, comment, tags['vgi_resolved_data_version'] FROM"
                    + " duckdb_databases() WHERE type = 'vgi' ORDER BY ALL"))
        .hasToString("[[eu, Market eu 1.0.0, 1.0.0], [us, Market us 1.1.0, 1.1.0]]");
  }

  /** As after 1,024 attaches and 64 catalogs: what is not remembered is made anew. */
  @Test
  void attachesBeyondWhatIsRemembered() throws SQLException {
    String forgetful = location(" -Dio.vgi.test.remembered=1");
    engine.execute(attach("us", ", region 'us'", forgetful));
    for (int rate = 4; rate < 8; rate++) {
      engine.execute(attach("eu" + rate, ", region 'eu', rate " + rate, forgetful));
    }
    for (int round = 0; round < 5; round++) {
      assertThat(engine.rows("SELECT us.coins(2), eu4.coins(2), eu7.coins(2), eu5.coins(3)"))
          .hasToString("[[us 6, eu 8, eu 14, eu 15]]");
      assertThat(engine.rows("SELECT us3, eu4, eu6 FROM us.stalls, eu4.stalls, eu6.stalls"))
          .hasToString("[[5, 5, 5]]");
    }
  }

  @Test
  void aTableHasTheColumnsThatItsAttachGives() throws SQLException {
    engine.execute(attach("us", ", region 'us'"));
    engine.execute(attach("eu", ", region 'eu', rate 7"));
    assertThat(engine.rows("SELECT us3 FROM us.stalls")).hasToString("[[5]]");
    assertThat(engine.rows("SELECT eu7 FROM eu.stalls")).hasToString("[[5]]");
    assertThat(
            engine.rows(
                "SELECT column_name, data_type FROM duckdb_columns()"
                    + " WHERE table_name = 'stalls' ORDER BY ALL"))
        .hasToString("[[eu7, BIGINT], [us3, BIGINT]]");
  }

  @Test
  void whatCanBeAskedForIsListed() throws SQLException {
    String from = "FROM vgi_catalogs(" + Engine.literal(location()) + ")";
    assertThat(
            engine.rows(
                "SELECT o.name, o.type, o.required, o.default_value FROM"
                    + " (SELECT unnest(attach_options) AS o "
                    + from
                    + ")"))
        .hasToString(
            "[[region, VARCHAR, true, null], [rate, BIGINT, false, 3], [pin, DOUBLE, false,"
                + " null]]");
    assertThat(engine.rows("SELECT catalog, data_version_spec " + from))
        .hasToString("[[market, >=1.0.0,<2.0.0]]");
  }

  @Test
  void wrongWishesAreToldInOneSentence() throws SQLException {
    assertThat(engine.error(attach("m", "")))
        .contains("Catalog 'market' cannot be attached without the required option 'region'.");
    assertThat(engine.error(attach("m", ", region 'mars'")))
        .contains("There is no region 'mars'; use us or eu");
    assertThat(engine.error(attach("m", ", region 'us', data_version_spec '2'")))
        .contains("Unsupported data_version_spec '2'; this worker serves one of 1.1.0, 1.0.0");
    assertThat(engine.error(attach("m", ", region 'us', pin 98.7654321")))
        .contains("ATTACH option 'pin' cannot be read as Long")
        .doesNotContain("98.7654");
    engine.execute(attach("m", ", region 'us', pin 1234"));
    assertThat(engine.rows("SELECT * FROM m.till")).hasToString("[[true]]");
  }
}
