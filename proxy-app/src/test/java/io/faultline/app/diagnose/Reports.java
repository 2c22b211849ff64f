package io.faultline.app.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.target.Options;
import io.faultline.core.config.load.LoadedConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What tests ask of a report. */
final class Reports {

    private Reports() {}

    static Report run(String target) {
        return Diagnosis.of(target, null).run();
    }

    static Report run(String target, Options options) {
        return Diagnosis.of(target, null, options).run();
    }

    static Report run(String target, LoadedConfig config) {
        return Diagnosis.of(target, config).run();
    }

    /** Of the first address. */
    static Rung rung(Report report, String name) {
        return Objects.requireNonNull(report.ladders().getFirst().rung(name), name);
    }

    static @Nullable String evidence(Report report, String name) {
        return Objects.requireNonNull(report.verdict().fault()).evidence().value(name);
    }

    static void isHealthy(Report report) {
        assertThat(report.verdict().code()).as(report.toString()).isEqualTo("healthy");
        assertThat(report.verdict().exitCode()).isZero();
    }

    /** The first address broke at this rung, and the verdict says so. */
    static void isBroken(Report report, String code, String rung, int exitCode) {
        assertThat(report.verdict().code()).as(report.toString()).isEqualTo(code);
        assertThat(report.verdict().exitCode()).isEqualTo(exitCode);
        Rung broken = Objects.requireNonNull(report.ladders().getFirst().broken());
        assertThat(broken.name()).isEqualTo(rung);
    }
}
