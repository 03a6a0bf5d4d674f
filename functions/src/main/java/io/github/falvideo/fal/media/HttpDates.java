package io.github.falvideo.fal.media;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Dates in HTTP headers. */
final class HttpDates {
    private HttpDates() {}

    /** The instant of a header's value, or null when there is none. */
    static Instant instant(String header) {
        try {
            return header == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip()));
        } catch (DateTimeParseException e) {
            return null; // a date that cannot be read validates nothing
        }
    }
}
