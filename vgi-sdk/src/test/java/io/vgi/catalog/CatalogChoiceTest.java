package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.param.AttachOption;
import io.vgi.type.SqlType;
import org.junit.jupiter.api.Test;

class CatalogChoiceTest {
  private static final Catalog SHOP = Catalog.named("shop").build();

  @Test
  void releasesAreListedTheNewestFirst() {
    CatalogChoice choice =
        CatalogChoice.named("shop")
            .release("1.9.0", SHOP)
            .release("1.10.0", SHOP)
            .release("0.1.0", SHOP)
            .build();
    assertThat(choice.releases())
        .extracting(Release::version)
        .containsExactly("1.10.0", "1.9.0", "0.1.0");
    assertThat(choice.defaultRelease()).isEqualTo("1.10.0");
    assertThat(choice.catalog("1.9.0")).isSameAs(SHOP);
    assertThat(choice.catalog("2.0.0")).isNull();
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                CatalogChoice.named("shop")
                    .release("1.0", SHOP)
                    .release("1.0.0", Catalog.named("stall").build())
                    .release("2.0.0", SHOP)
                    .release("2.0.0", SHOP)
                    .release(Release.of("3.0.0"))
                    .implementations("one")
                    .defaultTo("4.0.0")
                    .attachOption(AttachOption.varchar("region"))
                    .attachOption(AttachOption.varchar("Region"))
                    .attachOption(AttachOption.varchar("location"))
                    .attachOption(AttachOption.of("any", SqlType.ANY, Object.class))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Catalog 'shop' is declared wrongly: ")
        .hasMessageContaining("release '1.0' is not of the form major.minor.patch")
        .hasMessageContaining("the catalog of release '1.0.0' is called 'stall'")
        .hasMessageContaining("release '2.0.0' is there twice")
        .hasMessageContaining("release '3.0.0' has no catalog")
        .hasMessageContaining("implementation 'one' is not of the form major.minor.patch")
        .hasMessageContaining("its default release '4.0.0' is not one of its releases")
        .hasMessageContaining("ATTACH option 'Region' is there twice")
        .hasMessageContaining("ATTACH option 'location' is one of DuckDB's own")
        .hasMessageContaining("ATTACH option 'any' must have a type, not ANY");
  }

  @Test
  void optionsOfAReleaseMustBeThoseOfTheChoice() {
    AttachOption<String> region = AttachOption.varchar("region");
    Catalog shop = Catalog.named("shop").attachOption(region).build();
    assertThatThrownBy(() -> CatalogChoice.named("shop").release("1.0.0", shop).build())
        .hasMessageContaining(
            "the catalog of release '1.0.0' has the ATTACH option 'region', which the choice must"
                + " declare, too");
    assertThat(
            CatalogChoice.named("shop")
                .attachOption(region)
                .release("1.0.0", shop)
                .build()
                .attachOptions())
        .containsExactly(region);
  }

  @Test
  void thereMustBeAChoiceAndOnlyOneWayToMakeIt() {
    assertThatThrownBy(() -> CatalogChoice.named("shop").build())
        .hasMessageContaining("there is nothing to choose from");
    assertThatThrownBy(
            () -> CatalogChoice.named("shop").release("1.0.0", SHOP).choose(attach -> SHOP).build())
        .hasMessageContaining("from its releases or from choose(…), not from both");
  }
}
