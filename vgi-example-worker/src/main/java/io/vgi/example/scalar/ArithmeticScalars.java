package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.catalog.Schema;
import io.vgi.example.Numbers;
import io.vgi.example.Tensors;
import io.vgi.function.Bind;
import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScalarSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** The scalars that compute with numbers. */
public final class ArithmeticScalars {
  private static final CacheHint HINT = CacheHint.forSeconds(300).eachValue();
  private static final Arg<Long> ADDEND = Arg.bigint("addend").doc("Constant addend");
  private static final Column<FieldVector> NUMBER =
      Column.any("value").doc("Numeric value to double");

  private ArithmeticScalars() {}

  /** Adds them to {@code schema}. */
  public static void addTo(Schema.Builder schema) {
    schema.functions(
        multiply(),
        doubled(doubleSpec()),
        addValues(),
        sumValues(),
        concat(
            Column.bigint("values").varargs().doc("Integer values to sum"),
            "Sum integer varargs and return as string",
            new Function<Stream<Long>, Object>() {
              @Override
              public Object apply(Stream<Long> values) {
                return values.reduce(0L, Math::addExact);
              }
            }),
        concat(
            Column.varchar("values").varargs().doc("String values to concatenate"),
            "Concatenate string varargs",
            new Function<Stream<String>, Object>() {
              @Override
              public Object apply(Stream<String> values) {
                return values.collect(Collectors.joining());
              }
            }),
        argumentNamesProbe(),
        perValue(
            cached("cached_double_scalar")
                .doc("Doubles a BIGINT value (advertises vgi.cache.ttl for per-value memo)"),
            "Value",
            new Function<Call, LongUnaryOperator>() {
              @Override
              public LongUnaryOperator apply(Call call) {
                return value -> Math.multiplyExact(value, 2L);
              }
            }),
        perValue(
            cached("cached_add_const").doc("value + const addend (advertises vgi.cache.ttl)"),
            "Value",
            new Function<Call, LongUnaryOperator>() {
              @Override
              public LongUnaryOperator apply(Call call) {
                long addend = call.get(ADDEND);
                return value -> Math.addExact(value, addend);
              }
            },
            ADDEND),
        cachedLabel(),
        perValue(
            FunctionSpec.scalar("collatz_steps")
                .doc("Number of Collatz (3n+1) steps for each integer to reach 1")
                .example("SELECT collatz_steps(n) FROM range(1000) t(n)", "Step count per integer"),
            "Positive integer",
            new Function<Call, LongUnaryOperator>() {
              @Override
              public LongUnaryOperator apply(Call call) {
                return ArithmeticScalars::collatzSteps;
              }
            }),
        unnestTensor());
  }

  /** A BIGINT function of one column named {@code value}, made for each batch. */
  static ScalarFunction<?> perValue(
      ScalarSpecBuilder spec,
      String valueDoc,
      Function<Call, LongUnaryOperator> function,
      Arg<?>... args) {
    Column<BigIntVector> value = Column.bigint("value").doc(valueDoc);
    return ScalarFunction.longs(spec.columns(value).args(args), value, function);
  }

  private static ScalarFunction<?> multiply() {
    Arg<Long> factor = Arg.bigint("factor").doc("Multiplication factor");
    return perValue(
        FunctionSpec.scalar("multiply")
            .doc("Multiplies a value by a constant factor")
            .comment("fixture function for scalar bind-parameter tests")
            .example("SELECT multiply(price, 2) FROM products", "Double all prices")
            .example("SELECT multiply(quantity, 10) FROM inventory", "Scale quantities by 10"),
        "Integer value to multiply",
        new Function<Call, LongUnaryOperator>() {
          @Override
          public LongUnaryOperator apply(Call call) {
            long by = call.get(factor);
            return new LongUnaryOperator() { // no archive has a lambda that no rehearsal comes to
              @Override
              public long applyAsLong(long value) {
                return Math.multiplyExact(value, by);
              }
            };
          }
        },
        factor);
  }

  private static ScalarSpecBuilder doubleSpec() {
    return FunctionSpec.scalar("double")
        .columns(NUMBER)
        .returns(SqlType.ANY)
        .doc("Doubles numeric values")
        .example("SELECT double(price) FROM products", "Double the price values")
        .example("SELECT double(quantity) FROM inventory", "Double inventory quantities");
  }

  private static ScalarFunction<?> doubled(ScalarSpecBuilder spec) {
    return ScalarFunction.of(
        spec,
        new ScalarFunction.Binder() {
          @Override
          public SqlType bind(Bind bind) {
            SqlType type = bind.type(NUMBER);
            if (!Numbers.isNumber(type)) {
              throw NumericPromotion.refuse("_is_multipliable_type", type);
            }
            return NumericPromotion.promoted(type);
          }
        },
        new ScalarFunction.Kernel<FieldVector>() {
          @Override
          public void eval(Call call, Rows in, FieldVector out) {
            NumericPromotion.add(List.of(in.get(NUMBER), in.get(NUMBER)), in, out);
          }
        });
  }

  /** The function {@code double} published with a word that no client knows. */
  public static ScalarFunction<?> withUnknownNullHandling() {
    return doubled(doubleSpec().listedForTests("null_handling", "WEIRD"));
  }

  private static ScalarFunction<?> addValues() {
    Column<FieldVector> left = Column.any("col1").doc("First numeric value");
    Column<FieldVector> right = Column.any("col2").doc("Second numeric value");
    return ScalarFunction.of(
        FunctionSpec.scalar("add_values")
            .columns(left, right)
            .returns(SqlType.ANY)
            .doc("Adds two numeric values")
            .example(
                "SELECT add_values(price, tax) FROM orders",
                "Calculate total by adding price and tax")
            .example(
                "SELECT add_values(quantity, reserved) FROM inventory",
                "Sum quantity and reserved amounts"),
        new ScalarFunction.Binder() {
          @Override
          public SqlType bind(Bind bind) {
            return NumericPromotion.promoted(
                NumericPromotion.common(bind.type(left), bind.type(right)));
          }
        },
        new ScalarFunction.Kernel<FieldVector>() {
          @Override
          public void eval(Call call, Rows in, FieldVector out) {
            NumericPromotion.add(List.of(in.get(left), in.get(right)), in, out);
          }
        });
  }

  private static ScalarFunction<?> sumValues() {
    Column<FieldVector> values = Column.any("values").varargs().doc("Numeric values to sum");
    return ScalarFunction.of(
        FunctionSpec.scalar("sum_values")
            .columns(values)
            .returns(SqlType.ANY)
            .doc("Sum multiple numeric values")
            .example(
                "SELECT sum_values(price, tax, shipping) FROM orders",
                "Calculate total cost from multiple values"),
        new ScalarFunction.Binder() {
          @Override
          public SqlType bind(Bind bind) {
            return bind.types(values).stream().map(NumericPromotion::promoted).toList().get(0);
          }
        },
        new ScalarFunction.Kernel<FieldVector>() {
          @Override
          public void eval(Call call, Rows in, FieldVector out) {
            NumericPromotion.add(in.all(values), in, out);
          }
        });
  }

  /** Text made of values that repeat. */
  private static <T> ScalarFunction<?> concat(
      ValueColumn<?, T> values, String doc, Function<Stream<T>, Object> concat) {
    return ScalarFunction.of(
        FunctionSpec.scalar("concat_values").columns(values).returns(SqlType.ANY).doc(doc),
        new ScalarFunction.Binder() {
          @Override
          public SqlType bind(Bind bind) {
            return SqlType.VARCHAR;
          }
        },
        new ScalarFunction.Kernel<FieldVector>() {
          @Override
          public void eval(Call call, Rows in, FieldVector out) {
            List<ValueCodec.Reader<T>> all = new ArrayList<>();
            in.all(values).forEach(vector -> all.add(values.codec().reader(vector)));
            in.forEachRow(
                row -> {
                  Object text = concat.apply(all.stream().map(one -> one.get(row)));
                  ((VarCharVector) out).setSafe(row, text.toString().getBytes(UTF_8));
                });
          }
        });
  }

  private static ScalarFunction<?> argumentNamesProbe() {
    Column<BigIntVector> left = Column.bigint("left").doc("Left value");
    Column<BigIntVector> right = Column.bigint("right").doc("Right value");
    Arg<Long> scale = Arg.bigint("scale").orElse(2L).doc("Scale factor");
    return ScalarFunction.of(
        FunctionSpec.scalar("argument_names_probe")
            .columns(left, right)
            .args(scale)
            .returns(SqlType.BIGINT)
            .doc("Checks VGI 2.0 bind-time argument names"),
        BigIntVector.class,
        new ScalarFunction.Kernel<BigIntVector>() {
          @Override
          public void eval(Call call, Rows in, BigIntVector out) {
            BigIntVector a = in.get(left);
            BigIntVector b = in.get(right);
            long by = call.get(scale);
            in.forEachRow(
                row -> out.set(row, Math.multiplyExact(Math.addExact(a.get(row), b.get(row)), by)));
          }
        });
  }

  private static ScalarSpecBuilder cached(String name) {
    return FunctionSpec.scalar(name).cache(HINT);
  }

  private static ScalarFunction<?> cachedLabel() {
    Column<BigIntVector> value = Column.bigint("value").doc("Value");
    return ScalarFunction.of(
        cached("cached_label")
            .columns(value)
            .returns(SqlType.VARCHAR)
            .doc("value -> 'lbl-<value>' or NULL for negatives (advertises vgi.cache.ttl)"),
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) {
            BigIntVector values = in.get(value);
            in.forEachRow(
                row -> {
                  if (values.get(row) >= 0) {
                    out.setSafe(row, ("lbl-" + values.get(row)).getBytes(US_ASCII));
                  }
                });
          }
        });
  }

  private static long collatzSteps(long start) {
    long steps = 0;
    for (long n = start; n > 1; steps++) {
      n = (n & 1) == 0 ? n >> 1 : Math.addExact(Math.multiplyExact(3L, n), 1L);
    }
    return steps;
  }

  private static ScalarFunction<?> unnestTensor() {
    Column<FieldVector> tensor = Column.any("tensor").doc("Struct of 'tensor' and 'axes'");
    Tensors tensors = new Tensors("unnest_tensor");
    return ScalarFunction.of(
        FunctionSpec.scalar("unnest_tensor")
            .columns(tensor)
            .returns(SqlType.ANY)
            .doc("Invert nest_tensor: list of {value, axes} structs per cell"),
        new ScalarFunction.Binder() {
          @Override
          public SqlType bind(Bind bind) {
            return SqlType.list(
                SqlType.struct(tensors.columns(bind.type(tensor)).toArray(new Column<?>[0])));
          }
        },
        new ScalarFunction.Kernel<FieldVector>() {
          @Override
          public void eval(Call call, Rows in, FieldVector out) {
            FieldVector structs = in.get(tensor);
            ValueCodec.Reader<Object> cells =
                ValueCodec.natural(SqlType.of(structs.getField())).reader(structs);
            ValueCodec.Writer<Object> lists =
                ValueCodec.natural(SqlType.of(out.getField())).writer(out);
            in.forEachRow(row -> lists.set(row, tensors.cells(cells.get(row))));
          }
        });
  }
}
