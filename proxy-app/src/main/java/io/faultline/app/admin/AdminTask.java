package io.faultline.app.admin;

import java.util.function.Consumer;

/**
 * Something that is done when it is asked for, and takes a while: POST with a few bytes of JSON. GET of
 * the same path says how.
 */
public interface AdminTask extends AdminPage {

    /**
     * On the admin loop, which must not wait: the work is done elsewhere.
     *
     * @param body the request's, at most {@value PendingTask#MOST_BODY_BYTES} bytes of it
     * @param then takes the answer, once, on any thread
     */
    void run(String body, AdminQuery query, Consumer<AdminReply> then);

    /** Whether it changes what the proxy does: then whoever asks must show the token. */
    default boolean changesSomething() {
        return false;
    }
}
