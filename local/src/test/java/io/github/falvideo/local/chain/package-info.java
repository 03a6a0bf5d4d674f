/**
 * The whole workflow under every fault that we could think of, as a list of promises. {@code Chain} is the workflow with its edges,
 * {@code Promises} what must hold of every video, {@code Video} one of them after its run; each test class is one group of faults, and
 * {@code RandomFaultsTest} is all of them at random.
 */
package io.github.falvideo.local.chain;
