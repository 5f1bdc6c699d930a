/** Start scripts, jars that start themselves, and archives of the classes that a start loads. */
@NullMarked
package io.vgi.internal.install;

import org.jspecify.annotations.NullMarked;
