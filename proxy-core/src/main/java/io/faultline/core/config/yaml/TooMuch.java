package io.faultline.core.config.yaml;

/** The file asks for more than a configuration can need; reading ends here. */
final class TooMuch extends RuntimeException {

    private final String sentence;

    TooMuch(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
