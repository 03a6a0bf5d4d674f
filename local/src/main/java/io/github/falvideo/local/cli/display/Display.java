package io.github.falvideo.local.cli.display;

import java.util.Map;

/** Where a person, or a script, reads what goes on. */
public interface Display extends AutoCloseable {
    /** Something to know before it begins, or on the way. */
    void note(String text);

    /** The content of status.json after one poll. */
    void poll(Map<String, Object> status);

    /**
     * How it ended.
     *
     * @param status the last status.json
     * @param lines what to tell a person
     */
    void end(Map<String, Object> status, Iterable<String> lines);

    @Override
    void close();
}
