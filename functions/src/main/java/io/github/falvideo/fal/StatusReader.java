package io.github.falvideo.fal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Reads the body of a status reply as a stream: logs of megabytes cost neither memory nor the poll. */
final class StatusReader {
    static final int MAX_LINES = 10;
    static final int MAX_LINE = 300;
    static final long MAX_BODY = 16 << 20;
    private static final int MAX_ERROR = 500;
    private static final JsonFactory JSON_FACTORY = new JsonFactory();

    private final Cleaner cleaner;
    private final Deque<String> lines = new ArrayDeque<>();
    private String word;
    private Integer position;
    private Object error;
    private String errorType;

    StatusReader(Cleaner cleaner) {
        this.cleaner = cleaner;
    }

    /** @throws IOException when the body is not JSON, broke off before it named the status, or names an unknown one */
    QueueStatus read(InputStream body) throws IOException {
        try (JsonParser parser = JSON_FACTORY.createParser(new LimitedStream(body, MAX_BODY))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the body is not a JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                readField(name, parser);
            }
        } catch (IOException e) {
            // Broken off (too long, too slow, cut) after the status was told: the status counts, or long logs would
            // cost every poll.
            boolean brokenOff = !(e instanceof JsonProcessingException) || e instanceof JsonEOFException;
            if (!brokenOff || word == null) {
                throw e;
            }
        }
        return status();
    }

    private void readField(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "status" -> word = text(parser);
            case "queue_position" -> position = count(parser);
            case "logs" -> readLogs(parser);
            case "error" -> error = JSON.std.anyFrom(parser);
            case "error_type" -> errorType = text(parser);
            default -> parser.skipChildren();
        }
    }

    private void readLogs(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY && token != null;
                token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    if (name.equals("message")) {
                        keep(text(parser));
                    } else {
                        parser.skipChildren();
                    }
                }
            } else {
                keep(text(parser));
            }
        }
    }

    private void keep(String message) {
        String line = cleaner.clean(message, MAX_LINE);
        if (line == null) {
            return;
        }
        lines.addLast(line);
        if (lines.size() > MAX_LINES) {
            lines.removeFirst();
        }
    }

    private QueueStatus status() throws IOException {
        QueueStatus.State state =
                switch (word == null ? "" : word.toUpperCase(Locale.ROOT)) {
                    case "IN_QUEUE" -> QueueStatus.State.IN_QUEUE;
                    case "IN_PROGRESS" -> QueueStatus.State.IN_PROGRESS;
                    case "COMPLETED" -> QueueStatus.State.COMPLETED;
                    default ->
                        throw new IOException(
                                word == null || word.isBlank()
                                        ? "the body names no status"
                                        : "unknown status " + cleaner.clean(word, 50));
                };
        return new QueueStatus(
                state,
                state == QueueStatus.State.IN_QUEUE ? position : null,
                List.copyOf(lines),
                cleaner.clean(ErrorReply.words(error), MAX_ERROR),
                cleaner.clean(errorType, 100));
    }

    /** The string at hand; anything else is skipped and null. */
    private static String text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    private static Integer count(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.INT) {
            int number = parser.getIntValue();
            return number < 0 ? null : number;
        }
        parser.skipChildren();
        return null;
    }
}
