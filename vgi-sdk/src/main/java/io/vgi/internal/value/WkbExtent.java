package io.vgi.internal.value;

import io.vgi.rpc.VgiException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The box around a geometry in WKB, in the plane. */
public final class WkbExtent {
  private static final int MAX_DEPTH = 32;
  private static final int HAS_Z = 0x80000000;
  private static final int HAS_M = 0x40000000;
  private static final int HAS_SRID = 0x20000000;

  private double minX = Double.POSITIVE_INFINITY;
  private double minY = Double.POSITIVE_INFINITY;
  private double maxX = Double.NEGATIVE_INFINITY;
  private double maxY = Double.NEGATIVE_INFINITY;

  private WkbExtent() {}

  /** Whether the boxes around two geometries meet; one that is empty meets none. */
  public static @Nullable Boolean intersect(List<@Nullable Object> arguments) {
    if (arguments.size() != 2) {
      throw VgiException.invalidArgument(
          "intersects_extent takes two geometries, not " + arguments.size());
    }
    Object left = arguments.get(0);
    Object right = arguments.get(1);
    if (left == null || right == null) {
      return null;
    }
    WkbExtent a = of(left);
    WkbExtent b = of(right);
    return a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY;
  }

  private static WkbExtent of(Object wkb) {
    if (!(wkb instanceof byte[] bytes)) {
      throw VgiException.invalidArgument("A geometry must be a BLOB of WKB, not " + wkb);
    }
    WkbExtent extent = new WkbExtent();
    try {
      extent.geometry(ByteBuffer.wrap(bytes), 0);
    } catch (java.nio.BufferUnderflowException tooShort) {
      throw new VgiException(
          VgiException.Kind.INVALID_ARGUMENT, "A geometry in WKB ends too early", tooShort);
    }
    return extent;
  }

  private void geometry(ByteBuffer in, int depth) {
    if (depth > MAX_DEPTH) {
      throw VgiException.invalidArgument("A geometry in WKB is nested too deeply");
    }
    in.order(in.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int code = in.getInt();
    if ((code & HAS_SRID) != 0) {
      in.getInt();
    }
    int type = code & 0x0FFFFFFF;
    int form = type / 1000;
    int further = form == 3 ? 2 : form > 0 ? 1 : 0;
    further += ((code & HAS_Z) != 0 ? 1 : 0) + ((code & HAS_M) != 0 ? 1 : 0);
    switch (type % 1000) {
      case 1 -> point(in, further);
      case 2 -> points(in, further);
      case 3 -> {
        int rings = in.getInt();
        for (int i = 0; i < rings; i++) {
          points(in, further);
        }
      }
      case 4, 5, 6, 7 -> {
        ByteOrder order = in.order();
        int parts = in.getInt();
        for (int i = 0; i < parts; i++) {
          geometry(in, depth + 1);
          in.order(order);
        }
      }
      default ->
          throw VgiException.invalidArgument("A geometry in WKB has the unknown type " + type);
    }
  }

  private void points(ByteBuffer in, int further) {
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      point(in, further);
    }
  }

  private void point(ByteBuffer in, int further) {
    double x = in.getDouble();
    double y = in.getDouble();
    for (int i = 0; i < further; i++) {
      in.getDouble();
    }
    // an empty point is made of NaNs
    if (!Double.isNaN(x) && !Double.isNaN(y)) {
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
  }
}
