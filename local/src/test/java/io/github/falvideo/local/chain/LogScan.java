package io.github.falvideo.local.chain;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** Reads every line that any test of this module logs, and keeps those that hold what no log may hold. */
public final class LogScan extends AppenderBase<ILoggingEvent> {
    /** A user's text of these tests begins so. */
    static final String TEXT = "Confidential words";

    private static final Pattern USERS = Pattern.compile("https?://example\\.com|s3://[\\w-]+/uploads|" + TEXT);

    private final List<String> found = new CopyOnWriteArrayList<>();
    private final AtomicLong lines = new AtomicLong();

    /** The one that the configuration has. */
    static LogScan get() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        return (LogScan) context.getLogger("ROOT").getAppender("scan");
    }

    /** Lines with a key, a signature, or a user's text or URL. There must never be any. */
    List<String> found() {
        return found;
    }

    /** How many lines were read. */
    long lines() {
        return lines.get();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.incrementAndGet();
        String line = event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
        if (Secrets.in(line) != null || USERS.matcher(line).find()) {
            found.add(event.getLoggerName() + ": " + line);
        }
    }
}
