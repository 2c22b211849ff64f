package io.faultline.app.admin.page.status;

import java.util.List;

/**
 * One listener.
 *
 * @param byStatus exchanges of HTTP: not answered, 1xx, 2xx, ... 5xx
 */
record ListenerFacts(
        String name,
        String address,
        String protocol,
        boolean tls,
        long opened,
        long active,
        long bytesUp,
        long bytesDown,
        List<Long> byStatus) {

    long requests() {
        return byStatus.stream().mapToLong(Long::longValue).sum();
    }
}
