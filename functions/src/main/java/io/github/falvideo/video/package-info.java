/**
 * The request and its rules, the status, the messages, names and keys. Pure: no HTTP, no AWS, no clock of its own.
 */
package io.github.falvideo.video;
