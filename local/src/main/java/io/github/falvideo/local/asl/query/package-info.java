/** JSONata as Step Functions has it: its dialect, its functions, and what an expression can see. The only room that sees the library. */
package io.github.falvideo.local.asl.query;
