/** The {@code video} command: what a person types, sees and gets back. */
package io.github.falvideo.local.cli;
