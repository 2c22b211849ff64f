package io.faultline.app.handover;

import io.faultline.app.unix.UnixSocket;
import io.faultline.app.unix.UnixSocket.Message;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.linux.Descriptors;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The successor's side of a hand-over. Waits, so it belongs to the thread that starts the process. */
public final class Taker implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final UnixSocket socket;
    private boolean over;

    private Taker(UnixSocket socket) {
        this.socket = socket;
    }

    /** Meets the running process. From here on it hears how we get on. */
    public static Taker meet(Path place) throws IOException {
        UnixSocket socket = UnixSocket.connect(place);
        socket.patience(PATIENCE);
        return new Taker(socket);
    }

    /**
     * The running process's listening sockets. It still accepts from them too.
     *
     * @throws IOException when it does not give them; the message is a sentence
     */
    public List<InheritedSocket> take() throws IOException {
        socket.send(Words.say(Words.TAKE));
        List<InheritedSocket> taken = new ArrayList<>();
        while (true) {
            Message message = socket.receive();
            List<String> lines = Words.lines(message);
            switch (Words.word(message)) {
                case Words.LISTENER, Words.ADMIN -> {
                    for (int each : message.descriptors()) {
                        taken.add(
                                Descriptors.listening(
                                        each, lines.get(1), Boolean.parseBoolean(lines.get(0))));
                    }
                }
                case Words.END -> {
                    return taken;
                }
                default -> throw new IOException(refusal(message));
            }
        }
    }

    /**
     * Tells that we serve, and returns when the other has stopped accepting and told its supervisor.
     *
     * @param listeners whose sockets we have
     */
    public void serving(List<String> listeners) throws IOException {
        socket.send(Words.say(Words.SERVING, listeners, List.of()));
        Message answer = socket.receive();
        if (!Words.word(answer).equals(Words.DRAINING)) {
            throw new IOException(refusal(answer));
        }
        over = true;
        try {
            socket.receive();
        } catch (EOFException itsLastWordIsSaid) {
            // As it should be.
        }
    }

    private static String refusal(Message message) {
        return Words.word(message).equals(Words.REFUSED)
                ? "the running process refuses: " + Words.rest(message)
                : "the running process answers '"
                        + Words.word(message)
                        + "', which this release does not understand";
    }

    /** We give up: the running process is told why, and serves on. */
    public void failed(String sentence) {
        if (over) {
            return;
        }
        String why =
                sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        try (socket) {
            socket.send(Words.say(Words.FAILED, why));
        } catch (IOException gone) {
            // Then it knows already that we are no successor.
        }
        over = true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
