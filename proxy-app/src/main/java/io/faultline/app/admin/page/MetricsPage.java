package io.faultline.app.admin.page;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.Operation;
import io.faultline.core.observe.metrics.MetricsExport;
import java.util.List;

/** What Prometheus scrapes. It has one format, whatever is asked for. */
final class MetricsPage implements AdminPage {

    private final MetricsExport metrics;

    MetricsPage(MetricsExport metrics) {
        this.metrics = metrics;
    }

    @Override
    public String path() {
        return "/metrics";
    }

    @Override
    public String summary() {
        return "everything that is counted, in Prometheus' text format";
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get(summary(), MetricsExport.CONTENT_TYPE));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        return new AdminReply(200, MetricsExport.CONTENT_TYPE, metrics.text());
    }
}
