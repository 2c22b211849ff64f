package io.faultline.app.lab;

import java.util.Set;

/** Evidence without what differs from run to run, so that a page can be compared. */
final class Masked {

    private static final Set<String> MEASURED =
            Set.of("connection", "waiting", "conntrack", "received", "advice", "dropped");

    /** As long as it is changing: the kernel's numbers, and what the JDK offers or we do. */
    private static final Set<String> LONG = Set.of("tcp", "offeredCiphers", "ours");

    private Masked() {}

    static String value(String key, String value) {
        String masked =
                value.replaceAll("[^\\s(]*/lab\\.yaml:\\d+", "lab.yaml:LINE")
                        .replaceAll("/\\S*/([\\w.-]+\\.pem)", "$1")
                        .replaceAll("\\d+\\.\\d+\\.\\d+\\.\\d+:\\d+", "ADDRESS:PORT")
                        .replaceAll("\\[fd05:[0-9a-f:]+]:\\d+", "ADDRESS:PORT")
                        .replaceAll("\\bfd05:[0-9a-f:]+", "ADDRESS")
                        .replaceAll("\\b10\\.\\d+\\.\\d+\\.\\d+\\b", "ADDRESS")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "DATE")
                        .replaceAll("faultline-[0-9a-f]+", "faultline-ID");
        if (LONG.contains(key)) {
            return "...";
        }
        if (!MEASURED.contains(key)) {
            return masked;
        }
        return masked.replaceAll("\\b\\d+(\\.\\d+)?\\b", "N");
    }
}
