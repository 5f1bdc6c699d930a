/** States of aggregates as data. */
@NullMarked
package io.vgi.state;

import org.jspecify.annotations.NullMarked;
