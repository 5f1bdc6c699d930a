/** Numbers of SQL types, exactly. */
@NullMarked
package io.vgi.internal.number;

import org.jspecify.annotations.NullMarked;
