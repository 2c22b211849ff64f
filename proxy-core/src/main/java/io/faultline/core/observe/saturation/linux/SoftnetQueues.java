package io.faultline.core.observe.saturation.linux;

import io.faultline.core.observe.saturation.EventKind;
import io.faultline.core.observe.saturation.Look;

/** What each CPU dropped before TCP ever saw it. A line per CPU in hex; drops are the second column. */
final class SoftnetQueues {

    private final KernelFile file;

    SoftnetQueues(KernelFiles proc) {
        file = proc.file("self/net/softnet_stat");
    }

    void look(KernelText text, Look look) {
        file.read(text);
        while (text.nextLine()) {
            if (text.skipTo(2)) {
                look.happened(EventKind.BACKLOG_DROPS, text.hex());
            }
        }
    }
}
