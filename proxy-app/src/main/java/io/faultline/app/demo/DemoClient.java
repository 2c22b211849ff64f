package io.faultline.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection as a user makes it: says a line or an HTTP request, and learns which origin answered. */
record DemoClient(InetAddress source, Speech speech) {

    /** What the client says. To the proxy both are only bytes. */
    enum Speech {
        LINE("hello\n", Pattern.compile("(\\w+): hello")),
        HTTP("GET / HTTP/1.1\r\nHost: demo\r\n\r\n", Pattern.compile("hello from (\\w+).*"));

        private final String words;
        private final Pattern answer;

        Speech(String words, Pattern answer) {
            this.words = words;
            this.answer = answer;
        }
    }

    private static final int PATIENCE_MILLIS = 10_000;

    /** The name of the origin that answered; anything but a complete answer is an exception. */
    String ask(int port) throws IOException {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(source, 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(DemoPorts.onLoopback(port), PATIENCE_MILLIS);
            socket.getOutputStream().write(speech.words.getBytes(StandardCharsets.US_ASCII));
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Matcher answer = speech.answer.matcher(line);
                if (answer.matches()) {
                    return answer.group(1);
                }
            }
            throw new IOException("the connection ended without an answer");
        }
    }
}
