/**
 * The application's HTTP API: what each call does and answers. It knows requests and replies, and nothing of where they come
 * from; {@code openapi.yaml} describes it.
 */
package io.github.falvideo.api;
