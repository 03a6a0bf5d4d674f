/** JSON as plain Java values that are immutable and know their own size. The only room that sees a reader of JSON. */
package io.github.falvideo.local.asl.json;
