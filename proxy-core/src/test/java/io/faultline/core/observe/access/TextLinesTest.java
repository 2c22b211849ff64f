package io.faultline.core.observe.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.observe.text.Utf8Buffer;
import org.junit.jupiter.api.Test;

class TextLinesTest {

    private final Utf8Buffer out = new Utf8Buffer(64);

    @Test
    void theDefaultTemplateTellsAFailOver() {
        assertThat(line(LogTemplate.DEFAULT, SampleRecords.failedOver()))
                .isEqualTo(
                        "2026-01-02T03:04:05.006Z 00000000000000a3 db 192.0.2.7:50122 postgres"
                                + " 10.0.1.2:5432 2012.345ms up=1234 down=56789 closed=client"
                                + " fault=L4.RESET side=client failed=10.0.1.1:5432=L4.CONNECT_REFUSED"
                                + " \"errno=ECONNRESET note=said \\\"bye\\\"\\x0a\\x07é\"\n");
    }

    @Test
    void whatIsAbsentIsADash() {
        StringBuilder everything = new StringBuilder();
        LogField.keys().forEach(key -> everything.append('{').append(key).append("} "));

        assertThat(line(everything.toString(), SampleRecords.nowhere()))
                .isEqualTo(
                        "2026-01-02T03:04:05.006Z 0000000000000001 db 192.0.2.7:50123 192.0.2.7 - -"
                                + " - - - - - - - postgres - - - - - - - - - - - - - - L5.NONE_HEALTHY upstream balance - proxy 0 0 0 - none"
                                + " 0.040 40 12 - 0 - - - - - 0 0 0 0 0 0 0 0 0 0 0 0 0 none none - - - - 1"
                                + " 192.0.2.7 50123 02/Jan/2026:03:04:05 +0000 2026-01-02T03:04:05+00:00"
                                + " - - - - 0 0 - - - - 0.000 - - - db postgres \n");
    }

    @Test
    void aBraceItselfIsWrittenTwice() {
        assertThat(line("{{{listener}}}é", SampleRecords.nowhere())).isEqualTo("{db}é\n");
    }

    @Test
    void noFieldCanForgeASecondLine() {
        assertThat(line("{evidence}", SampleRecords.failedOver())).containsOnlyOnce("\n");
    }

    @Test
    void theGapLineIsAComment() {
        RecordFormat format = RecordFormat.text("{id}");
        format.writeDropped(1, SampleRecords.START, out);
        format.writeDropped(2, SampleRecords.START + 1_000, out);

        assertThat(out)
                .hasToString(
                        """
                        # 2026-01-02T03:04:05.006Z dropped 1 record
                        # 2026-01-02T03:04:06.006Z dropped 2 records
                        """);
    }

    private String line(String template, SessionRecord entry) {
        out.truncate(0);
        RecordFormat.text(template).write(entry, out);
        return out.toString();
    }

    @Test
    void theNamesOfNginxMeanWhatTheyMeanThere() {
        assertThat(
                        line(
                                "{remote_addr} [{time_local}] {time_iso8601} {request} {status} {body_bytes_sent}"
                                        + " {http_host} {upstream_addr} {request_time} {upstream_connect_time}"
                                        + " {upstream_header_time} {upstream_response_time} {request_id}",
                                SampleRecords.request()))
                .isEqualTo(
                        "192.0.2.7 [02/Jan/2026:03:04:07 +0000] 2026-01-02T03:04:07+00:00"
                                + " GET /cart?id=7\\\" HTTP/1.1 200 5120 shop.example.com 10.0.1.1:5432, 10.0.1.2:5432"
                                + " 2.012 0.000 0.001 2.012 4f1c\n");
    }

    @Test
    void combinedIsNginxsByteForByte() {
        RecordFormat.combined().write(SampleRecords.request(), out);

        assertThat(out)
                .hasToString(
                        "192.0.2.7 - - [02/Jan/2026:03:04:07 +0000] \"GET /cart?id=7\\x22 HTTP/1.1\" 200 5120"
                                + " \"-\" \"curl/8.5.0 \\x5C \\xE9\\x22 404 0\\x0A\"\n");
    }

    @Test
    void aSessionWithoutARequestIsStillALineOfCombined() {
        RecordFormat.combined().write(SampleRecords.nowhere(), out);

        assertThat(out)
                .hasToString(
                        "192.0.2.7 - - [02/Jan/2026:03:04:05 +0000] \"-\" 000 0 \"-\" \"-\"\n");
    }
}
