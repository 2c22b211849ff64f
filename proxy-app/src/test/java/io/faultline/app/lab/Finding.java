package io.faultline.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.lab.bench.Diagnoser.Diagnosis;
import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Sighting;
import io.faultline.core.fault.FaultCode;
import io.faultline.testkit.text.PrometheusText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the proxy said about one case, everywhere it could be heard. */
record Finding(
        LabCase broken,
        String answer,
        List<Sighting> seen,
        String metrics,
        Diagnosis diagnosis,
        String diagnosedOnPage,
        Diagnosis explanation) {

    private static final Pattern VERDICT = Pattern.compile("(?m)^Verdict: (?:suspected )?(\\S+)");

    /** Where it was told best: the record of the exchange, else its attempt, else the page; the last. */
    Sighting named() {
        return seen.stream()
                .filter(each -> each.code().equals(broken.code().id()))
                .filter(each -> broken.isProvedBy(each.evidence()))
                .reduce((one, next) -> next.source().compareTo(one.source()) <= 0 ? next : one)
                .orElseThrow();
    }

    List<String> allowed() {
        return Stream.concat(Stream.of(broken.code()), broken.beside().stream())
                .map(FaultCode::id)
                .toList();
    }

    /** The code of the verdict, as the command printed it. */
    String diagnosed() {
        Matcher verdict = VERDICT.matcher(diagnosis.text());
        return verdict.find() ? verdict.group(1) : "healthy";
    }

    /** Exit codes say the layer: 14 is L4. */
    void assertDiagnosis() {
        if (!broken.target().isEmpty()) {
            int layer = broken.targetLayer().name().charAt(1) - '0';
            assertThat(diagnosis.exitCode())
                    .as("faultline diagnose %s said:%n%s", broken.target(), diagnosis.text())
                    .isEqualTo(10 + layer);
            if (!diagnosedOnPage.isEmpty()) {
                assertThat(diagnosedOnPage)
                        .as("POST /diagnose about %s", broken.target())
                        .contains("\"exitCode\":" + (10 + layer) + ",");
            }
        }
    }

    void assertExplanation() {
        if (broken.isExplained()) {
            assertThat(explanation.exitCode()).isEqualTo(1);
            assertThat(explanation.text()).contains("ends with " + broken.code().id());
        }
    }

    /** Whether it was counted under this code and side; a proxy that has ended cannot be asked. */
    boolean isCounted() {
        return metrics.isEmpty() || count() > 0;
    }

    private double count() {
        return PrometheusText.parse(metrics).samples("faultline_faults_total").stream()
                .filter(each -> broken.code().id().equals(each.labels().get("code")))
                .filter(each -> broken.side().label().equals(each.labels().get("side")))
                .mapToDouble(PrometheusText.Sample::value)
                .sum();
    }

    /** Where we answered in HTTP, the status and the Proxy-Status are those of the catalog. */
    void assertAnswer() {
        if (answer.contains("; fault=\"" + broken.code().id())) {
            int status = broken.code().httpStatus();
            // Some codes close a client's connection; towards an endpoint the same is a bad
            // gateway.
            // And a gRPC call is always answered 200: its outcome stands in a field.
            assertThat(answer.contains("\r\ngrpc-status: ") ? 200 : status == 0 ? 502 : status)
                    .isEqualTo(Integer.parseInt(answer.split(" ", 3)[1]));
            assertThat(answer)
                    .contains("; fault=\"" + broken.code().id() + "\"")
                    .contains("; side=" + broken.side().label());
        }
    }
}
