/** Table functions whose results the engine may keep. */
@NullMarked
package io.vgi.example.cache;

import org.jspecify.annotations.NullMarked;
