/** How fast, and in how little memory, a film gets from a URL into the bucket; with servers that cost as little as can be. */
package io.github.falvideo.benchmark;
