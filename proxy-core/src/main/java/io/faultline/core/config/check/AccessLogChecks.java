package io.faultline.core.config.check;

import io.faultline.core.config.AccessLogConfig;
import io.faultline.core.config.AccessLogConfig.Format;
import io.faultline.core.config.ProxyConfig;
import io.faultline.core.observe.access.LogTemplate;

/** The template of the access log: is it used, and does it name fields that exist? */
final class AccessLogChecks {

    private final Findings findings;

    AccessLogChecks(Findings findings) {
        this.findings = findings;
    }

    void run(ProxyConfig config) {
        AccessLogConfig log = config.accessLog();
        String template = log == null ? null : log.template();
        if (log == null || template == null || !findings.isSound(log, "format", "template")) {
            return;
        }
        if (log.format() != Format.TEXT) {
            findings.error(
                    findings.at(log, "template"),
                    "the template is used with 'format: text' only. Add that, or remove the template.");
        }
        for (LogTemplate.Problem problem : LogTemplate.problems(template)) {
            findings.error(
                    findings.at(log, "template"),
                    "accessLog.template, character %d: %s",
                    problem.offset() + 1,
                    problem.message());
        }
    }
}
