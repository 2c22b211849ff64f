package io.faultline.core.config.check;

import io.faultline.core.config.AccessLogConfig;
import io.faultline.core.config.AccessLogConfig.Format;
import io.faultline.core.config.ProxyConfig;

/** The template is read with one format only. */
final class AccessLogChecks {

    private final Findings findings;

    AccessLogChecks(Findings findings) {
        this.findings = findings;
    }

    void run(ProxyConfig config) {
        AccessLogConfig log = config.accessLog();
        if (log == null || log.template() == null || !findings.isSound(log, "format", "template")) {
            return;
        }
        if (log.format() != Format.TEXT) {
            findings.error(
                    findings.at(log, "template"),
                    "the template is used with 'format: text' only. Add that, or remove the template.");
        }
    }
}
