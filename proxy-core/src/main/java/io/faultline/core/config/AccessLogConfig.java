package io.faultline.core.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import org.jspecify.annotations.Nullable;

@Doc(
        "One record per session, written beside the data path. When the disk is too slow, records are dropped and counted, never waited for.")
@Example(
        """
        accessLog:
          file: /var/log/faultline/access.log
          format: json
        """)
public record AccessLogConfig(
        @Doc("File to append to. 'stdout' writes to standard output.") @Default("stdout")
                String file,
        @Doc("How a record is written.") @Default("json") Format format,
        @Doc(
                        "For format text: names in braces are fields of the record, as in '{client} {upstream} {duration}'; docs/reference/access-log.md lists them. Absent: a line with the essentials.")
                @Nullable String template,
        @Doc("Records waiting for the disk; beyond it they are dropped.")
                @Default("8192")
                @Range(min = "16", max = "1048576")
                int queue) {

    public enum Format {
        @Doc("One JSON object per line.")
        JSON,
        @Doc("nginx's format of this name, for programs that read it.")
        COMBINED,
        @Doc("The template below.")
        TEXT
    }
}
