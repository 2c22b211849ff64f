package io.faultline.app.admin.page;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.Operation;
import java.util.List;

/**
 * Whether the process should be left alone. It answers, so it should: to restart a proxy because its
 * upstreams are down would only add to the trouble.
 */
final class LivePage implements AdminPage {

    @Override
    public String path() {
        return "/livez";
    }

    @Override
    public String summary() {
        return "200 as long as the process answers";
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(
                        summary(), JsonShape.object("").with("status", JsonShape.text("alive."))));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        return query.wantsJson()
                ? AdminReply.json("{\"status\":\"alive\"}")
                : AdminReply.text("alive");
    }
}
