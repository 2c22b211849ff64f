package io.faultline.core.observe.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Evidence;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.testkit.text.StrictJson;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    private final Utf8Buffer out = new Utf8Buffer(64);
    private final RecordFormat format = RecordFormat.json();

    /** Consumers depend on names and order of the keys: a change here is a change for all of them. */
    @Test
    void theLineOfASessionThatFailedOver() {
        format.write(SampleRecords.failedOver(), out);

        String expected =
                """
                {"time":"2026-01-02T03:04:05.006Z","event":"session","id":"00000000000000a3",\
                "listener":"db","client":"192.0.2.7:50122","via":"[2001:db8::1]:443","sni":"db.example.com",\
                "tls":{"version":"TLSv1.3","cipher":"TLS_AES_128_GCM_SHA256","alpn":"imap","resumed":true,\
                "handshake_us":750,"client_subject":"CN=b\\"atch","client_fingerprint":"ab12"},\
                "http":null,\
                "upstream":"postgres","endpoint":"10.0.1.2:5432",\
                "fault":{"code":"L4.RESET","layer":"L4","side":"client","stage":"relay",\
                "suspected":false,\
                "evidence":{"errno":"ECONNRESET","note":"said \\"bye\\"\\n\\u0007é"}},\
                "closed_first":"client","bytes_up":1234,"bytes_down":56789,\
                "timings_us":{"gate":12,"pick":3,"failed":120,"connect":450,"upstream_tls":95,"connection":"new",\
                "client_first_byte":600,"upstream_first_byte":1500,"total":2012345},\
                "phases_us":{"loop":0,"gate":12,"client_tls":750,"earlier":0,"work":3,"client":100,"queue":0,"dns":0,\
                "connect":570,"tls":95,"send":0,"wait":1500,"body":2009315},\
                "provenance":{"dns":"cached","connect":"new","tls":"resumed"},\
                "attempts":[\
                {"endpoint":"10.0.1.1:5432","start_us":15,"duration_us":120,\
                "fault":{"code":"L4.CONNECT_REFUSED","layer":"L4","side":"upstream",\
                "stage":"connect","suspected":false,"evidence":{"errno":"ECONNREFUSED"}}},\
                {"endpoint":"10.0.1.2:5432","start_us":140,"duration_us":450,"fault":null}],\
                "client_tcp":{"rtt_us":800,"rttvar_us":100,"retransmits":2,"unacked":1,"lost":0,\
                "cwnd":10},\
                "upstream_tcp":{"rtt_us":90,"rttvar_us":20,"retransmits":0,"unacked":0,"lost":0,\
                "cwnd":32},"generation":3}
                """;
        assertThat(out).hasToString(expected);
    }

    @Test
    void everyLineHasTheSameKeysInTheSameOrder() {
        format.write(SampleRecords.failedOver(), out);
        var full = new ArrayList<>(StrictJson.object(out.toString()).keySet());
        out.truncate(0);
        format.write(SampleRecords.nowhere(), out);
        var sparse = StrictJson.object(out.toString());

        assertThat(sparse.keySet()).containsExactlyElementsOf(full);
        assertThat(sparse)
                .containsEntry("via", null)
                .containsEntry("endpoint", null)
                .containsEntry("client_tcp", null);
        assertThat(sparse.get("timings_us")).asString().contains("connect=null", "total=40");
    }

    @Test
    void evidenceThatRepeatsANameIsStillOneObject() {
        var twice = Evidence.of("try", "a", "try", "b", "try", "c");
        var fault = new Fault(TransportFault.RESET, Side.CLIENT, Stage.RELAY, twice);
        var attempt = new Attempt("10.0.0.1:80", 0, 1, fault);
        var plain = SampleRecords.nowhere();

        format.write(
                new SessionRecord(
                        plain.id(),
                        plain.startEpochMillis(),
                        plain.listener(),
                        plain.client(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        java.util.List.of(attempt),
                        null,
                        null,
                        0,
                        0,
                        plain.timings(),
                        null,
                        null,
                        null,
                        1),
                out);

        assertThat(StrictJson.object(out.toString()).get("attempts"))
                .asString()
                .contains("{try=a, try_2=b, try_3=c}");
    }

    @Test
    void theGapLineSaysHowManyAreMissing() {
        format.writeDropped(12, SampleRecords.START, out);

        assertThat(out)
                .hasToString(
                        "{\"time\":\"2026-01-02T03:04:05.006Z\",\"event\":\"dropped\",\"count\":12}\n");
    }
}
