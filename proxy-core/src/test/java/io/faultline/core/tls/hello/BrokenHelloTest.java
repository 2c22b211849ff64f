package io.faultline.core.tls.hello;

import static io.faultline.core.tls.hello.HelloBuilder.ascii;
import static io.faultline.core.tls.hello.HelloBuilder.hello;
import static io.faultline.core.tls.hello.HelloBuilder.hex;
import static io.faultline.core.tls.hello.HelloBuilder.hostName;
import static io.faultline.core.tls.hello.HelloBuilder.join;
import static io.faultline.core.tls.hello.HelloBuilder.message;
import static io.faultline.core.tls.hello.HelloBuilder.record;
import static io.faultline.core.tls.hello.HelloBuilder.records;
import static io.faultline.core.tls.hello.HelloBuilder.serverNames;
import static io.faultline.core.tls.hello.HelloBuilder.u16;
import static io.faultline.core.tls.hello.HelloBuilder.u8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hellos that break a rule: which one is said, and that it does not depend on how they came. */
class BrokenHelloTest {

    private static final int SNI = 0;
    private static final int SIGNATURES = 13;
    private static final int ALPN = 16;
    private static final int VERSIONS = 43;

    static Stream<Arguments> broken() {
        return Stream.of(framing(), bodies(), names(), lists()).flatMap(each -> each);
    }

    private static Stream<Arguments> framing() {
        byte[] message = hello().name("a.example").message();
        byte[] half = Arrays.copyOf(message, 20);
        byte[] rest = Arrays.copyOfRange(message, 20, message.length);
        return Stream.of(
                arguments("an empty record", record(new byte[0]), "a record of 0 bytes"),
                arguments(
                        "an empty record in the middle",
                        join(record(half), record(new byte[0]), record(rest)),
                        "a record of 0 bytes"),
                arguments(
                        "a record above 2^14",
                        join(hex("160301"), u16(16_385)),
                        "a record of 16385 bytes"),
                arguments("an alert first", record(21, 0x0301, hex("0228")), "a record of type 21"),
                arguments("data first", record(23, 0x0303, hex("00")), "a record of type 23"),
                arguments(
                        "an alert in the middle",
                        join(record(half), record(21, 0x0301, hex("0228"))),
                        "a record of type 21"),
                arguments(
                        "no TLS in the middle",
                        join(record(half), ascii("GET / HTTP/1.1\r\n")),
                        "no handshake record follows"),
                arguments(
                        "another major version in the middle",
                        join(record(half), record(22, 0x0201, rest)),
                        "no handshake record follows"),
                arguments(
                        "a second message in the hello's record",
                        record(join(message, message)),
                        "bytes too many"),
                arguments(
                        "one byte behind the hello, in records",
                        join(record(half), record(join(rest, u8(0)))),
                        "1 bytes too many"),
                arguments("a server hello", record(message(2, new byte[60])), "of type 2"),
                arguments("an empty hello", record(message(1, new byte[0])), "an empty"),
                arguments(
                        "a length of 16 MiB", record(hex("01ffffff0303")), "may have 16384 bytes"),
                arguments(
                        "one byte above the limit",
                        hello().padding(overTheLimit()).bytes(),
                        "may have 16384 bytes"),
                arguments(
                        "above the limit by its record headers alone",
                        records(hello().padding(4_000).message(), 1),
                        "may have 16384 bytes"));
    }

    private static int overTheLimit() {
        return ClientHelloPeek.MAX_BYTES - hello().padding(0).bytes().length + 1;
    }

    private static Stream<Arguments> bodies() {
        byte[] start = join(hex("0303"), new byte[32]);
        return Stream.of(
                arguments("no random", body(hex("0303")), "within its version or random"),
                arguments("half a random", body(join(hex("0303"), new byte[31])), "or random"),
                arguments("nothing behind the random", body(start), "legacy_session_id"),
                arguments("SSL 2 inside", hello().version(0x0200).bytes(), "legacy_version"),
                arguments("DTLS inside", hello().version(0xfefd).bytes(), "legacy_version"),
                arguments("a session id of 33", hello().session(33).bytes(), "legacy_session_id"),
                arguments(
                        "a session id that lies",
                        body(join(start, u8(32), new byte[31])),
                        "legacy_session_id"),
                arguments("no suites", hello().suites(new byte[0]).bytes(), "cipher_suites"),
                arguments("half a suite", hello().suites(hex("130113")).bytes(), "odd length"),
                arguments(
                        "suites that lie",
                        body(join(start, u8(0), u16(400), hex("1301"))),
                        "cipher_suites"),
                arguments("no compression", hello().compression().bytes(), "compression_methods"),
                arguments("only deflate", hello().compression(1).bytes(), "must offer null"),
                arguments(
                        "compression missing",
                        body(join(start, u8(0), u16(2), hex("1301"))),
                        "compression_methods"),
                arguments("half a length of extensions", with(u8(0)), "length of extensions"),
                arguments("extensions that lie", with(join(u16(9), u16(5))), "of extensions"),
                arguments(
                        "bytes behind the extensions",
                        with(join(u16(4), u16(99), u16(0), u8(0))),
                        "bytes follow"),
                arguments("half an extension", with(join(u16(3), u16(99), u8(0))), "cut short"),
                arguments(
                        "an extension that lies",
                        with(join(u16(5), u16(99), u16(2), u8(0))),
                        "RFC 8446 4.2"),
                arguments(
                        "an extension twice",
                        hello().padding(1).name("a.example").padding(1).bytes(),
                        "extension 21 comes twice"),
                arguments(
                        "the name twice",
                        hello().name("a.example").name("b.example").bytes(),
                        "extension 0 comes twice"),
                arguments("129 extensions", manyExtensions(129), "more than 128 extensions"));
    }

    private static Stream<Arguments> names() {
        byte[] a = hostName("a.example");
        return Stream.of(
                arguments("no list", sni(new byte[0]), "server name list"),
                arguments("an empty list", sni(u16(0)), "server name list"),
                arguments("a list that lies", sni(join(u16(9), a)), "server name list"),
                arguments("a list cut short", sni(u8(0)), "server name list"),
                arguments("two names", sni(serverNames(a, hostName("b.example"))), "more than one"),
                arguments("an unknown type", sni(serverNames(hex("01000161"))), "no host_name"),
                arguments("an empty name", sni(serverNames(hex("000000"))), "of host_name"),
                arguments("a name that lies", sni(serverNames(hex("00000961"))), "of host_name"),
                arguments("only the type", sni(serverNames(hex("00"))), "of host_name"),
                name("."),
                name(".."),
                name("a..example"),
                name(".a.example"),
                name("a.example.."),
                name("*.example"),
                name("a example"),
                name("a.example\0.b"),
                name("a.example\r\nX: y"),
                name("b\u00fccher.example"),
                name("a.example:443"),
                name("https://a.example"),
                name("[::1]"),
                name("a".repeat(64) + ".example"),
                name("a.".repeat(126) + "aa"));
    }

    private static Stream<Arguments> lists() {
        String[] many = IntStream.range(0, 65).mapToObj(i -> "p" + i).toArray(String[]::new);
        return Stream.of(
                arguments("an empty protocol list", with(ALPN, u16(0)), "protocol list"),
                arguments("one byte of a list", with(ALPN, hex("000102")), "protocol list"),
                arguments("an empty protocol", with(ALPN, hex("0003000161")), "protocol's length"),
                arguments("a protocol that lies", with(ALPN, hex("0003056832")), "protocol's"),
                arguments("a list that lies", with(ALPN, hex("0009026832")), "protocol list"),
                arguments("65 protocols", hello().alpn(many).bytes(), "more than 64 ALPN"),
                arguments("no versions", with(VERSIONS, hex("00")), "supported_versions"),
                arguments("half a version", with(VERSIONS, hex("03030403")), "half a version"),
                arguments("versions that lie", with(VERSIONS, hex("080304")), "supported_versions"),
                arguments("no schemes", with(SIGNATURES, hex("0000")), "the schemes"),
                arguments(
                        "half a scheme", with(SIGNATURES, hex("0003040304")), "half a signature"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void namesTheRuleHoweverItArrives(String what, byte[] bytes, String rule) {
        Peeked outcome = HelloCorpus.whole(bytes);

        assertThat(outcome).isInstanceOf(Peeked.Malformed.class);
        assertThat(((Peeked.Malformed) outcome).rule()).contains(rule);
        assertThat(HelloCorpus.byteByByte(bytes)).isEqualTo(outcome);
    }

    private static Arguments name(String name) {
        return arguments("the name " + name, hello().name(name).bytes(), "not a DNS name");
    }

    private static byte[] sni(byte[] data) {
        return with(SNI, data);
    }

    private static byte[] with(int extension, byte[] data) {
        return hello().extension(extension, data).bytes();
    }

    /** A sound hello up to where its extensions begin, and then these bytes. */
    private static byte[] with(byte[] end) {
        return body(join(hello().withoutExtensions().body(), end));
    }

    private static byte[] body(byte[] body) {
        return record(message(1, body));
    }

    private static byte[] manyExtensions(int count) {
        HelloBuilder builder = hello();
        for (int i = 0; i < count; i++) {
            builder.extension(1000 + i, new byte[0]);
        }
        return builder.bytes();
    }
}
