package io.faultline.l4.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * An origin in a process of its own, with descriptors of its own and next to nothing per connection: it
 * greets, echoes, and says its port.
 */
final class GreetingOrigin {

    private static final byte[] GREETING = "hello\n".getBytes(US_ASCII);

    private GreetingOrigin() {}

    /** Runs until the test ends this process. */
    public static void main(String[] args) throws IOException {
        try (var listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
            System.out.println("port=" + listener.getLocalPort());
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        }
    }

    private static void serve(Socket client) {
        var buffer = new byte[16];
        try (client) {
            client.getOutputStream().write(GREETING);
            int count;
            while ((count = client.getInputStream().read(buffer)) > 0) {
                client.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException reset) {
            // The crowd leaves with resets.
        }
    }
}
