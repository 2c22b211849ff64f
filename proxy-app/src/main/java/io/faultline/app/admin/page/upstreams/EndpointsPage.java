package io.faultline.app.admin.page.upstreams;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.api.Parameter;
import io.faultline.core.runtime.Upstream;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** All endpoints in one list, for who asks about addresses and not about upstreams. */
public final class EndpointsPage implements AdminPage {

    private final Supplier<List<Upstream>> upstreams;
    private final InstantSource clock;

    public EndpointsPage(Supplier<List<Upstream>> upstreams, InstantSource clock) {
        this.upstreams = upstreams;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/endpoints";
    }

    @Override
    public String summary() {
        return "all endpoints in one list; ?upstream=NAME";
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get("all endpoints in one list", UpstreamShapes.ENDPOINTS)
                        .with(Parameter.inQuery("upstream", "Only those of this one.", "shop")));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        String only = query.parameters().get("upstream");
        List<Upstream> chosen =
                upstreams.get().stream()
                        .filter(each -> only == null || each.cluster().name().equals(only))
                        .toList();
        return query.wantsJson()
                ? AdminReply.json(UpstreamsJson.endpoints(chosen))
                : AdminReply.text(UpstreamsText.render(chosen, clock.instant()));
    }
}
