package io.faultline.l7.http2.rfc9113;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came back on one stream. */
record Answer(
        List<Map<String, String>> interim,
        Map<String, String> head,
        String body,
        @Nullable Map<String, String> trailers) {

    int status() {
        return Integer.parseInt(head.getOrDefault(":status", "0"));
    }
}
