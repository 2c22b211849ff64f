package io.faultline.l7.config.check;

import io.faultline.core.config.check.Findings;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.value.StatusRange;
import io.faultline.l7.config.ErrorPageConfig;
import io.faultline.l7.page.PageFile;
import io.faultline.l7.page.PageFile.Unusable;
import java.nio.file.Path;

/** Error pages are read when the configuration is: nobody finds out during an incident that one is missing. */
final class ErrorPageChecks {

    private final Findings findings;

    ErrorPageChecks(Findings findings) {
        this.findings = findings;
    }

    void run(ErrorPageConfig page) {
        if (page.status().isEmpty() && findings.isSound(page, "status")) {
            findings.error(
                    findings.at(page, "status"),
                    "this page is for no status, so nobody sees it. Say which: status: [5xx].");
        }
        for (StatusRange range : page.status()) {
            if (range.first() < 400) {
                findings.error(
                        findings.at(page, "status"),
                        "%s is not about a failure. Error pages are for 400 to 599.",
                        range);
            }
        }
        if (findings.isSound(page, "file")) {
            checkFile(page);
        }
    }

    private void checkFile(ErrorPageConfig page) {
        Location at = findings.at(page, "file");
        try {
            PageFile.read(Path.of(at.file()).resolveSibling(page.file()));
        } catch (Unusable unusable) {
            findings.error(at, "%s", String.valueOf(unusable.getMessage()));
        }
    }
}
