package io.faultline.l7.downstream;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Turns a WebSocket over HTTP/2 (RFC 8441 5) into the upgrade of HTTP/1.1 that it would have been
 * (RFC 6455 4.1). The key of the handshake is ours: HTTP/2 has none.
 */
final class WebSocketKey {

    static final byte[] WEBSOCKET = Ascii.bytes("websocket");

    private static final byte[] GET = Ascii.bytes("GET");
    private static final byte[] UPGRADE = Ascii.bytes("Upgrade");
    private static final byte[] KEY = Ascii.bytes("Sec-WebSocket-Key");
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private final String key;

    private WebSocketKey(String key) {
        this.key = key;
    }

    /** Makes of an extended CONNECT a GET that asks for an upgrade. */
    static WebSocketKey ask(RequestHead request) {
        byte[] random = new byte[KEY_BYTES];
        ThreadLocalRandom.current()
                .nextBytes(random); // RFC 6455 10.3: not a secret, only not cached
        var made = new WebSocketKey(Base64.getEncoder().encodeToString(random));
        Fields fields = request.fields();
        int get = fields.append(GET);
        request.method(get, get + GET.length);
        request.asksForUpgrade(true);
        fields.dropAll(KnownField.SEC_WEBSOCKET_KEY);
        fields.dropAll(KnownField.UPGRADE);
        fields.add(UPGRADE, WEBSOCKET);
        fields.add(KEY, Ascii.bytes(made.key));
        return made;
    }

    /** Whether the answer shows that its sender has read the key (RFC 6455 4.2.2). */
    boolean isAcceptedBy(Fields answer) {
        String accept = answer.value(KnownField.SEC_WEBSOCKET_ACCEPT);
        return accept != null && accept.equals(expected());
    }

    private String expected() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(Ascii.bytes(key + MAGIC));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-1", e);
        }
    }
}
