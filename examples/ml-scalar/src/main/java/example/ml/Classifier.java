package example.ml;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.ScalarFunction;
import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model that is loaded once and then asked for every row: the nearest of some centroids. */
public final class Classifier {
  private final List<Centroid> centroids = new ArrayList<>();

  /** The middle of a class. */
  private record Centroid(String label, double[] features) {
    double squaredDistance(double[] from) {
      double sum = 0;
      for (int i = 0; i < features.length; i++) {
        sum += (features[i] - from[i]) * (features[i] - from[i]);
      }
      return sum;
    }
  }

  /** What the model says: a STRUCT in SQL. */
  record Prediction(String label, double probability) {}

  /** Reads a model: a line for each class, its label and then its features. */
  static Classifier load(InputStream model) throws IOException {
    Classifier loaded = new Classifier();
    String text = new String(model.readAllBytes(), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      String[] cells = line.split(",", -1);
      double[] features = Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
      loaded.centroids.add(new Centroid(cells[0], features));
    }
    return loaded;
  }

  /** The nearest class, the first of several, with the softmax of the distances. */
  Prediction predict(double[] features) {
    int expected = centroids.get(0).features.length;
    if (features.length != expected) {
      throw VgiException.invalidArgument(
          "The model takes " + expected + " features, not " + features.length);
    }
    Centroid nearest = centroids.get(0);
    for (Centroid other : centroids) {
      if (other.squaredDistance(features) < nearest.squaredDistance(features)) {
        nearest = other;
      }
    }
    double least = nearest.squaredDistance(features);
    double sum =
        centroids.stream().mapToDouble(c -> Math.exp(least - c.squaredDistance(features))).sum();
    return new Prediction(nearest.label, 1 / sum);
  }

  static Catalog catalog() throws IOException {
    try (InputStream model = Classifier.class.getResourceAsStream("iris.csv")) {
      Classifier iris = load(model);
      return Catalog.named("ml")
          .function(ScalarFunction.of("classify", double[].class, Prediction.class, iris::predict))
          .build();
    }
  }

  public static void main(String[] args) throws IOException {
    Worker.of(catalog()).run(args);
  }
}
