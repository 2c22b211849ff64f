package io.faultline.app.admin.page.upstreams;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.Operation;
import io.faultline.core.runtime.Upstream;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Who may take connections, who may not, and why; what checks say beside what traffic says. */
public final class UpstreamsPage implements AdminPage {

    private final Supplier<List<Upstream>> upstreams;
    private final InstantSource clock;

    public UpstreamsPage(Supplier<List<Upstream>> upstreams, InstantSource clock) {
        this.upstreams = upstreams;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/upstreams";
    }

    @Override
    public String summary() {
        return "endpoints with state, weight, load, last fault; checks beside traffic";
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get(summary(), UpstreamShapes.UPSTREAMS));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        return query.wantsJson()
                ? AdminReply.json(UpstreamsJson.render(upstreams.get()))
                : AdminReply.text(UpstreamsText.render(upstreams.get(), clock.instant()));
    }
}
