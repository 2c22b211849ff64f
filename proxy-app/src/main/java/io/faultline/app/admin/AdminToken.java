package io.faultline.app.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * What a caller must show to change something: {@code Authorization: Bearer}. Being on this machine is
 * not enough, for many are. Without a configured token nothing can be changed through the port at all.
 */
final class AdminToken {

    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] expected;
    private final boolean orCertificate;

    /** @param orCertificate a client certificate does as well */
    AdminToken(@Nullable String configured, boolean orCertificate) {
        this.expected = configured == null ? null : bytes(configured);
        this.orCertificate = orCertificate;
    }

    /** Null when the request shows it. */
    @Nullable AdminReply refusal(HttpRequest request) {
        if (expected == null && orCertificate) {
            return AdminReply.text(
                    401, "Show a client certificate of admin.tls.clientCa; there is no token.");
        }
        if (expected == null) {
            return AdminReply.text(
                    403,
                    "Nothing can be changed through this port, for admin.token is not set. Set it, or"
                            + " send the process a signal.");
        }
        String shown = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        boolean is =
                shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                        // In constant time: how much of it was right is nobody's business.
                        && MessageDigest.isEqual(
                                expected, bytes(shown.substring(SCHEME.length()).strip()));
        return is
                ? null
                : AdminReply.text(
                        401,
                        "Show the token of admin.token: Authorization: Bearer TOKEN"
                                + (orCertificate
                                        ? "; or a client certificate of admin.tls.clientCa."
                                        : ""));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
