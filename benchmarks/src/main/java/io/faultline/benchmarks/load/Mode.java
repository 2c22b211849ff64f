package io.faultline.benchmarks.load;

/** What a client asks of the backend: the first byte it sends. */
enum Mode {
    ECHO('E'), // send back what comes
    ANSWER('C'), // one answer of the request's size, then close
    DOWNLOAD('D'), // stream until the client goes
    UPLOAD('U'), // swallow what comes
    HTTP('G'); // answer every GET

    final byte tag;

    Mode(char tag) {
        this.tag = (byte) tag;
    }

    static Mode of(byte tag) {
        for (var mode : values()) {
            if (mode.tag == tag) {
                return mode;
            }
        }
        throw new IllegalArgumentException("no mode starts with byte " + tag);
    }
}
