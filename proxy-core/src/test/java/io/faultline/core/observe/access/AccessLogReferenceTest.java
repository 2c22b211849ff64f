package io.faultline.core.observe.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.observe.text.Utf8Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds the reference page to the code. To write it anew: {@code mvn test -pl proxy-core -am
 * -Dtest=AccessLogReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dfaultline.docs.update=true}.
 */
class AccessLogReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "access-log.md");

    private static final String TEXT =
            """
            # Access log

            <!-- Generated from io.faultline.core.observe.access. Do not edit: a test compares. -->

            One record per session, written when it ends, by a thread of its own. A disk that is too slow costs records,
            never a client's time: what is missing is counted in `faultline_access_log_dropped_total` and said in the log
            itself (`{"event":"dropped","count":12}`). After a rotation the log finds the new file by itself.

            ## Format `json`

            One object per line. Every key is always there, in this order; `null` where there is nothing to say. Durations
            are microseconds. `timings_us.connection` says where the connection to the endpoint came from (`new`, `resumed` where it took a TLS session up again, `reused`,
            `none`): a connect time means nothing without it. `phases_us` splits the whole another way: at every moment a
            session is in exactly one phase, so they add up to `timings_us.total`
            ([where-time-goes.md](../guide/where-time-goes.md)). A session that failed over:

            ```json
            %s```

            ```sh
            jq -r 'select(.fault.layer == "L4") | [.time, .client, .endpoint, .fault.code] | @tsv' access.log
            jq -r 'select(.attempts | length > 1) | .attempts[] | select(.fault) | .endpoint' access.log | sort | uniq -c
            ```

            ## Format `combined`

            nginx's predefined format of this name, with its escapes (`\\x22`), for programs that read it. Times are UTC. A TCP
            session has no request: `"-"` and status `000`.

            ```
            %s```

            ## Format `text`

            A template with fields in braces; a brace itself is written twice. What is absent is `-`. Quotes, backslashes and
            control characters in a value are escaped, so nobody forges a line by what they send. The names of nginx's variables
            work as well (`{remote_addr}`, `{request}`, `{upstream_addr}`, ...): put braces in place of the dollar. The default:

            ```
            %s
            ```

            | field | what it tells |
            |---|---|
            %s""";

    @Test
    void theReferencePageIsWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean("faultline.docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page());
        }

        assertThat(PAGE)
                .as("run this test with -Dfaultline.docs.update=true to write it anew")
                .exists()
                .hasContent(page());
    }

    private static String page() {
        Utf8Buffer line = new Utf8Buffer(1_024);
        RecordFormat.json().write(SampleRecords.failedOver(), line);
        Utf8Buffer combined = new Utf8Buffer(1_024);
        RecordFormat.combined().write(SampleRecords.request(), combined);
        StringBuilder fields = new StringBuilder();
        for (LogField field : LogField.values()) {
            String unit = field.key().endsWith("_us") ? ", in microseconds" : "";
            fields.append("| `{").append(field.key()).append("}` | ");
            fields.append(field.meaning()).append(unit).append(" |\n");
        }
        return TEXT.formatted(line, combined, LogTemplate.DEFAULT, fields);
    }
}
