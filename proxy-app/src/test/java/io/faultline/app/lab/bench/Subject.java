package io.faultline.app.lab.bench;

import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The running proxy as one case sees it: its own listener, and the process where a case breaks that. */
public record Subject(LabProxy proxy, Bench bench) {

    /** The last request of its connection. */
    public static final String GET =
            "GET / HTTP/1.1\r\nHost: lab.example\r\nConnection: close\r\n\r\n";

    public InetSocketAddress address() {
        return proxy.address(bench.name());
    }

    /** A client of the case's listener. It lives as long as the case. */
    public RawClient client() {
        return bench.keep(ClientSettings.to(address()).connect());
    }

    public RawClient client(int receiveBufferBytes) {
        return bench.keep(
                ClientSettings.to(address()).withReceiveBuffer(receiveBufferBytes).connect());
    }

    /** Asks for a page and returns all of the answer, however it ended. */
    public String get() {
        return ask(GET);
    }

    public String ask(String request) {
        return ask(client(), request);
    }

    public static String ask(RawClient client, String request) {
        var answer = client.sendInVain(request).readToEnd();
        client.close();
        return new String(answer.bytes(), StandardCharsets.ISO_8859_1);
    }
}
