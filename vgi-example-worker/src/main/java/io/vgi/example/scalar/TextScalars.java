package io.vgi.example.scalar;

import io.vgi.catalog.Schema;
import io.vgi.function.ScalarFunction;
import java.util.List;

/** The example scalars of text, bytes, points, chance and settings. */
public final class TextScalars {
  private TextScalars() {}

  /** Adds those of the schema {@code main}. */
  public static void addToMain(Schema.Builder schema) {
    schema
        .function(new UpperCase())
        .function(new Passthru())
        .function(new Sha256Hex())
        .function(new HashRounds())
        .function(new HashSeed())
        .function(new QuerySeed())
        .function(new RandomInt())
        .function(new RandomBytes())
        .function(new Bernoulli())
        .function(new ConditionalMessage())
        .function(new BinaryPacket())
        .function(new NullHandlingProbe())
        .function(new WhoAmI())
        .function(new MultiplyBySetting())
        .function(new ScaleBySetting())
        .function(TaggedValue.global())
        .function(TaggedValue.ofSchema("main"));
    addAll(schema, FormatNumber.overloads());
    addAll(schema, SmartFormat.overloads());
    addAll(schema, TypeLabel.typeInfo());
    addAll(schema, TypeLabel.pairType());
    addAll(schema, AnyMixed.overloads());
    for (PointForm form : PointForm.values()) {
      schema.function(new GeoDistance(form)).function(new GeoCentroid(form));
    }
  }

  /** Adds those of the schema {@code data}. */
  public static void addToData(Schema.Builder schema) {
    schema.function(TaggedValue.ofSchema("data"));
  }

  private static void addAll(Schema.Builder schema, List<? extends ScalarFunction<?>> functions) {
    for (ScalarFunction<?> function : functions) {
      schema.function(function);
    }
  }
}
