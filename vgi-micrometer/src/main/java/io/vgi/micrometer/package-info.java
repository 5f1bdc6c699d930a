/** The calls of a worker as Micrometer meters. */
@NullMarked
package io.vgi.micrometer;

import org.jspecify.annotations.NullMarked;
