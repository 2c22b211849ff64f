package io.faultline.l7.message;

/** What a peer speaks. */
public enum HttpVersion {
    HTTP_1_0("1.0", "1.0"),
    HTTP_1_1("1.1", "1.1"),
    HTTP_2("2", "2.0");

    private final String label;
    private final String logLabel;

    HttpVersion(String label, String logLabel) {
        this.label = label;
        this.logLabel = logLabel;
    }

    /** As access logs have always written it. */
    public String logLabel() {
        return logLabel;
    }

    /** As it stands in Via. */
    public String label() {
        return label;
    }
}
