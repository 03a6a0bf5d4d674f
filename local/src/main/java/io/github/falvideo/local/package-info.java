/** The application without AWS: the deployed state machine, handlers and SDK clients, with everything around them embedded. */
package io.github.falvideo.local;
