/** The Step Functions API (AWS JSON 1.0 over HTTP on loopback) in front of the interpreter, for the real SDK client and the real CLI. */
package io.github.falvideo.local.stepfunctions;
