package io.faultline.app.diagnose.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.app.diagnose.target.Target.ListenerPath;
import io.faultline.app.diagnose.target.Target.Place;
import io.faultline.app.diagnose.target.Target.Speech;
import io.faultline.app.diagnose.target.Target.UpstreamName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7:5432, TCP, 10.0.0.7:5432, /",
        "db.internal:5432, TCP, db.internal:5432, /",
        "[::1]:80, TCP, [::1]:80, /",
        "tcp://h:1, TCP, h:1, /",
        "tls://h, TLS, h:443, /",
        "tls://[2001:db8::1], TLS, [2001:db8::1]:443, /",
        "http://h, HTTP, h:80, /",
        "HTTPS://H.example:8443/a/b?c=d#e, HTTPS, H.example:8443, /a/b?c=d",
        "https://h?x, HTTPS, h:443, /?x"
    })
    void placesAreUnderstood(String text, Speech speech, String place, String path) {
        var parsed = (Place) Target.parse(text);

        assertThat(parsed.speech()).isEqualTo(speech);
        assertThat(parsed.place().toString()).isEqualToIgnoringCase(place);
        assertThat(parsed.path()).isEqualTo(path);
    }

    @Test
    void namesOfTheConfigurationAreUnderstood() {
        assertThat(Target.parse("upstream/pay"))
                .isEqualTo(new UpstreamName("upstream/pay", "pay", ""));
        assertThat(Target.parse("upstream/pay/v2/x"))
                .isEqualTo(new UpstreamName("upstream/pay/v2/x", "pay", "/v2/x"));
        assertThat(Target.parse("listener/web"))
                .isEqualTo(new ListenerPath("listener/web", "web", "/"));
        assertThat(Target.parse("listener/web/cart?x=1"))
                .isEqualTo(new ListenerPath("listener/web/cart?x=1", "web", "/cart?x=1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h",
                "10.0.0.7",
                "h:0",
                "h:70000",
                "ftp://h/",
                "http://",
                "upstream/",
                "a b"
            })
    void whatIsNoneIsSaid(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no target");
    }
}
