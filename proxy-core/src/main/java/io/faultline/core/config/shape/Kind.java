package io.faultline.core.config.shape;

/** What kind of value a key takes. Binder, schema, reference page and printer each switch over it. */
public sealed interface Kind {

    /** One value on a line: text, a number, a duration, an address. */
    record Plain(Scalar scalar) implements Kind {}

    /** One word out of a few; the constants are written in lower case with dashes. */
    record Choice(Class<? extends Enum<?>> type) implements Kind {}

    /** A mapping with known keys. */
    record Section(Class<? extends Record> type) implements Kind {}

    record ListOf(Kind element) implements Kind {}

    /** A mapping with free names. */
    record MapOf(Kind value) implements Kind {}

    /** Exactly one of the registered protocol keys, written among the other keys of its section. */
    record ProtocolKey() implements Kind {}
}
