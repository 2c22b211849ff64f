package io.faultline.app.process;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The program's own log: one line per record on standard error, where supervisors collect it. What a
 * session did stands in the access log instead; so little is written here that the JDK's logging does.
 */
public final class ConsoleLog extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
                    .withZone(ZoneId.systemDefault());

    // Held here: the JDK keeps loggers by weak references, and a level set on one would be lost
    // with it.
    private static final Logger NETTY = Logger.getLogger("io.netty");
    private static final Logger FAULTLINE = Logger.getLogger("faultline");

    private ConsoleLog() {}

    /** Takes the place of whatever the JDK's logging configuration says; the program speaks through it. */
    public static Logger install() {
        LogManager.getLogManager().reset();
        var console = new ConsoleHandler();
        var format = new ConsoleLog();
        format.format(
                new LogRecord(Level.INFO, "")); // reads the time zones while files can be opened
        console.setFormatter(format);
        console.setLevel(Level.ALL); // loggers decide, and they can be asked to say more
        Logger.getLogger("").addHandler(console);
        NETTY.setLevel(Level.WARNING);
        return FAULTLINE;
    }

    @Override
    public String format(LogRecord entry) {
        var line = new StringBuilder();
        line.append(TIME.format(Instant.ofEpochMilli(entry.getMillis())));
        line.append(' ').append(word(entry.getLevel())).append(' ');
        line.append(formatMessage(entry)).append('\n');
        if (entry.getThrown() != null) {
            var trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace, true));
            line.append(trace);
        }
        return line.toString();
    }

    private static String word(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }
}
