package io.faultline.l7.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import org.junit.jupiter.api.Test;

class ErrorPageTest {

    private static final Fault FAULT =
            Fault.of(ApplicationFault.BAD_RESPONSE, Side.UPSTREAM, Stage.RESPONSE);

    @Test
    void valuesAreEscapedAsTheirKindNeedsIt() {
        String id = "a<b>&\"'\\\n";
        assertThat(rendered(PageKind.HTML, "{requestId}", id))
                .isEqualTo("a&lt;b&gt;&amp;&quot;&#39;\\ ");
        assertThat(rendered(PageKind.JSON, "{requestId}", id)).isEqualTo("a<b>&\\\"'\\\\\\u000a");
        assertThat(rendered(PageKind.TEXT, "{requestId}", id)).isEqualTo("a<b>&\"'\\ ");
    }

    @Test
    void onlyTheFiveNamesAreFilledIn() {
        assertThat(
                        rendered(
                                PageKind.TEXT,
                                "{status}{reason}{code}{layer}{requestId}{}{Status}{",
                                "r"))
                .isEqualTo("502Bad GatewayL7.BAD_RESPONSEL7r{}{Status}{");
    }

    private static String rendered(PageKind kind, String template, String requestId) {
        return new String(new ErrorPage(kind, template).render(502, FAULT, requestId), UTF_8);
    }
}
