package io.faultline.app.handover;

import io.faultline.app.unix.UnixSocket.Message;
import java.util.Arrays;
import java.util.List;

/**
 * What the two processes say to each other: a word, and lines behind it.
 *
 * <pre>
 *   successor: TAKE          running: LISTENER*, ADMIN?, END     sockets travel with the messages
 *   successor: SERVING       running: DRAINING, and it closes the connection
 *   successor: FAILED        running: serves on
 *   command:   UPGRADE       running: starts a successor; UPGRADED or REFUSED
 * </pre>
 *
 * <p>The version stands in the first word of each side: a successor is by its nature another release.
 */
final class Words {

    static final String TAKE = "TAKE/1";
    static final String UPGRADE = "UPGRADE/1";
    static final String LISTENER = "LISTENER";
    static final String ADMIN = "ADMIN";
    static final String END = "END";
    static final String SERVING = "SERVING";
    static final String FAILED = "FAILED";
    static final String DRAINING = "DRAINING";
    static final String UPGRADED = "UPGRADED";
    static final String REFUSED = "REFUSED";

    private Words() {}

    static Message say(String word, String... lines) {
        return new Message(text(word, List.of(lines)));
    }

    static Message say(String word, List<String> lines, List<Integer> descriptors) {
        return new Message(text(word, lines), descriptors);
    }

    private static String text(String word, List<String> lines) {
        return lines.isEmpty() ? word : word + "\n" + String.join("\n", lines);
    }

    static String word(Message message) {
        return message.text().lines().findFirst().orElse("");
    }

    static List<String> lines(Message message) {
        String[] all = message.text().split("\n", -1);
        return Arrays.asList(all).subList(1, all.length);
    }

    static String rest(Message message) {
        return String.join("\n", lines(message));
    }
}
