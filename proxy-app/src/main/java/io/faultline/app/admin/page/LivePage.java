package io.faultline.app.admin.page;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;

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
    public AdminReply answer(AdminQuery query) {
        return query.wantsJson()
                ? AdminReply.json("{\"status\":\"alive\"}")
                : AdminReply.text("alive");
    }
}
