package io.faultline.core.tls.hello;

import static io.faultline.core.tls.hello.HelloBuilder.hello;
import static io.faultline.core.tls.hello.HelloBuilder.record;
import static io.faultline.core.tls.hello.HelloBuilder.records;
import static io.faultline.core.tls.hello.HelloCorpus.byteByByte;
import static io.faultline.core.tls.hello.HelloCorpus.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.tls.JdkHello;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloPeekTest {

    static ClientHello helloIn(byte[] bytes) {
        assertThat(whole(bytes)).isInstanceOf(Peeked.Hello.class);
        return ((Peeked.Hello) whole(bytes)).hello();
    }

    private static @Nullable String nameIn(byte[] bytes) {
        return helloIn(bytes).serverName();
    }

    @Test
    void theHelloOfATls13ClientTellsItsNameProtocolsAndVersions() {
        byte[] bytes =
                JdkHello.of("Shop.Example.com", List.of("h2", "http/1.1"), "TLSv1.3", "TLSv1.2");

        ClientHello hello = helloIn(bytes);

        assertThat(hello.serverName()).isEqualTo("shop.example.com");
        assertThat(hello.alpn()).containsExactly("h2", "http/1.1");
        assertThat(hello.legacyVersion()).isEqualTo(ClientHello.TLS_1_2);
        assertThat(hello.supportedVersions()).hasToString("0304 0303");
        assertThat(hello.offersVersion(ClientHello.TLS_1_3)).isTrue();
        assertThat(hello.offersVersion(0x0302)).isFalse();
        assertThat(hello.cipherSuites().contains(0x1301)).isTrue();
        assertThat(hello.signatureSchemes().contains(0x0403)).isTrue();
        assertThat(hello.encryptedHello()).isFalse();
    }

    @Test
    void aTls12ClientWithoutNameOrProtocolsIsReadToo() {
        ClientHello hello = helloIn(JdkHello.of(null, List.of(), "TLSv1.2"));

        assertThat(hello.serverName()).isNull();
        assertThat(hello.alpn()).isEmpty();
        assertThat(hello.offersVersion(ClientHello.TLS_1_2)).isTrue();
        assertThat(hello.offersVersion(ClientHello.TLS_1_3)).isFalse();
    }

    @Test
    void aHelloWithoutAnyExtensionOffersWhatItsLegacyVersionSays() {
        ClientHello hello = helloIn(hello().withoutExtensions().version(0x0302).bytes());

        assertThat(hello.offersVersion(0x0302)).isTrue();
        assertThat(hello.offersVersion(0x0303)).isFalse();
        assertThat(hello.versions()).isEqualTo("up to 0302");
    }

    @Test
    void anEncryptedHelloIsNoticed() {
        assertThat(helloIn(hello().extension(0xfe0d, new byte[40]).bytes()).encryptedHello())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 100, 1400})
    void aMessageSpreadOverRecordsIsTheSameHello(int bytesEach) {
        byte[] message = hello().name("a.example").padding(1500).message();

        assertThat(whole(records(message, bytesEach))).isEqualTo(whole(record(message)));
        assertThat(byteByByte(records(message, bytesEach))).isEqualTo(whole(record(message)));
    }

    @Test
    void aMessageCutIntoTwoRecordsAtAnyByteIsTheSameHello() {
        byte[] message = hello().name("a.example").alpn("h2").message();
        for (int cut = 1; cut < message.length; cut++) {
            byte[] first = record(Arrays.copyOfRange(message, 0, cut));
            byte[] second = record(Arrays.copyOfRange(message, cut, message.length));
            byte[] both = HelloBuilder.join(first, second);
            assertThat(whole(both)).as("cut at %d", cut).isEqualTo(whole(record(message)));
            assertThat(byteByByte(both)).as("cut at %d", cut).isEqualTo(whole(record(message)));
        }
    }

    @Test
    void nothingIsDecidedBeforeTheLastByte() {
        byte[] bytes = JdkHello.of("a.example", List.of("h2"), "TLSv1.3");

        assertThat(whole(Arrays.copyOf(bytes, bytes.length - 1))).isEqualTo(Peeked.NEED_MORE);
    }

    @Test
    void whatFollowsTheHelloIsNotLookedAt() {
        byte[] bytes = JdkHello.of("a.example", List.of("h2"), "TLSv1.3");

        assertThat(whole(HelloBuilder.join(bytes, new byte[500]))).isEqualTo(whole(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "A.EXAMPLE", "a.example."})
    void namesComeInLowerCaseWithoutTheFinalDot(String sent) {
        assertThat(nameIn(hello().name(sent).bytes())).isEqualTo("a.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "::1", "fe80::abcd", "::ffff:10.0.0.1", "1.2.3"})
    void anAddressIsNoName(String sent) {
        assertThat(nameIn(hello().name(sent).bytes())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "a_b.example", "-a.example", "xn--bcher-kva.example", "1a"})
    void unusualNamesAreNames(String sent) {
        assertThat(nameIn(hello().name(sent).bytes())).isEqualTo(sent);
    }

    @Test
    void aHelloOfExactlyTheLimitIsTaken() {
        byte[] small = hello().padding(0).bytes();
        int room = ClientHelloPeek.MAX_BYTES - small.length;

        byte[] largest = hello().padding(room).bytes();

        assertThat(largest).hasSize(ClientHelloPeek.MAX_BYTES);
        assertThat(whole(largest)).isInstanceOf(Peeked.Hello.class);
        assertThat(byteByByte(largest)).isEqualTo(whole(largest));
    }
}
