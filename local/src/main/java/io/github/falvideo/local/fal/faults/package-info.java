/** What goes wrong at the stand-in: which effect, on which of the calls. */
package io.github.falvideo.local.fal.faults;
