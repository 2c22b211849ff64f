package io.faultline.app.dashboard;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.dashboard.json.CatalogJson;

/** What the page has to know once. */
final class CatalogPart implements AdminPage {

    private final AdminReply reply = AdminReply.json(CatalogJson.render());

    @Override
    public String path() {
        return "/dashboard/catalog.json";
    }

    @Override
    public String summary() {
        return "";
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        return reply;
    }
}
