package io.faultline.l4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.HexFormat;

/** PROXY protocol headers by hand, so that our decoder is not checked against our own encoder. */
public final class Announcement {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private Announcement() {}

    public static byte[] v1(
            String client, int clientPort, String destination, int destinationPort) {
        return "PROXY TCP4 %s %s %d %d\r\n"
                .formatted(client, destination, clientPort, destinationPort)
                .getBytes(ISO_8859_1);
    }

    public static byte[] v2(
            String client, int clientPort, String destination, int destinationPort) {
        var header = new ByteArrayOutputStream();
        header.writeBytes(HexFormat.of().parseHex(SIGNATURE + "2111000c"));
        header.writeBytes(InetAddress.ofLiteral(client).getAddress());
        header.writeBytes(InetAddress.ofLiteral(destination).getAddress());
        port(clientPort, header);
        port(destinationPort, header);
        return header.toByteArray();
    }

    private static void port(int port, ByteArrayOutputStream to) {
        to.write(port >> 8);
        to.write(port);
    }

    /** The balancer speaks for itself: its own health check. */
    public static byte[] v2Local() {
        return HexFormat.of().parseHex(SIGNATURE + "20000000");
    }

    public static byte[] v1Unknown() {
        return "PROXY UNKNOWN\r\n".getBytes(ISO_8859_1);
    }

    public static byte[] with(byte[] header, String payload) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(header);
        both.writeBytes(payload.getBytes(ISO_8859_1));
        return both.toByteArray();
    }
}
