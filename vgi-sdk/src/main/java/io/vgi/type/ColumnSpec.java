package io.vgi.type;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What SQL shall call a component of a record, and of which type it shall be, where the component
 * alone does not say it.
 *
 * <pre>{@code
 * record Item(long id, @ColumnSpec(name = "unit_price", type = "DECIMAL(12,2)") BigDecimal price) {}
 * }</pre>
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface ColumnSpec {
  /** The name in SQL; empty for that of the component. */
  String name() default "";

  /** The type as {@link SqlType#parse} reads it; empty for that of the component's Java type. */
  String type() default "";

  /** A documentation text. */
  String doc() default "";
}
