package io.faultline.core.tls.hello;

/** What the first bytes of a connection have told so far. The same for any split into reads. */
public sealed interface Peeked {

    Peeked NEED_MORE = new NeedMore();

    /** The hello is not complete, and nothing is wrong with it yet. */
    record NeedMore() implements Peeked {}

    /** A whole ClientHello. */
    record Hello(ClientHello hello) implements Peeked {}

    /**
     * The peer does not speak TLS.
     *
     * @param looksLike what it seems to speak, for a person: {@code HTTP}
     * @param seen its first bytes, in hexadecimal and as text
     */
    record NotTls(String looksLike, String seen) implements Peeked {}

    /**
     * It began as TLS and breaks a rule of it.
     *
     * @param rule which one, one sentence
     */
    record Malformed(String rule) implements Peeked {}
}
