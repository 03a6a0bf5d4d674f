/** From the text of a state machine to its states, with everything refused by name that AWS refuses, or that the interpreter does not do. */
package io.github.falvideo.local.asl.definition;
