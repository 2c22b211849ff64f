package io.faultline.l7.message;

/** What a peer speaks. */
public enum HttpVersion {
    HTTP_1_0("1.0"),
    HTTP_1_1("1.1"),
    HTTP_2("2");

    private final String label;

    HttpVersion(String label) {
        this.label = label;
    }

    /** As it stands in Via and in logs. */
    public String label() {
        return label;
    }
}
