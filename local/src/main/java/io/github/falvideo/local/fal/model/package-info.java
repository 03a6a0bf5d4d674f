/** What fal's model does, in small: it checks its input, fetches picture and voice, and makes a film that says that it is a placeholder. */
package io.github.falvideo.local.fal.model;
