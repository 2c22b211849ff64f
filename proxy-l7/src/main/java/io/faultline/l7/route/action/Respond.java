package io.faultline.l7.route.action;

import io.faultline.l7.config.route.RespondConfig;
import io.faultline.l7.message.Ascii;
import java.nio.charset.StandardCharsets;

/**
 * An answer of our own. The arrays are shared by all requests: not to be written to.
 *
 * @param body empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; made once and only read
public record Respond(int status, byte[] body, byte[] contentType) implements Action {

    static Respond of(RespondConfig config) {
        String body = config.body();
        return new Respond(
                config.status(),
                body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8),
                Ascii.bytes(config.contentType()));
    }
}
