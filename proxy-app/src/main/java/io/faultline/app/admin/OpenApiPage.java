package io.faultline.app.admin;

import io.faultline.app.admin.api.OpenApi;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.api.PathItem;
import java.util.ArrayList;
import java.util.List;

/** The description of all other pages for programs, made from the pages themselves. */
public final class OpenApiPage implements AdminPage {

    private final List<PathItem> items;
    private final String document;

    /** @param pages those that may be described; this one describes itself as well */
    public OpenApiPage(List<AdminPage> pages) {
        List<AdminPage> all = new ArrayList<>(pages);
        all.add(this);
        this.items =
                all.stream()
                        .filter(page -> !page.operations().isEmpty())
                        .map(page -> new PathItem(page.path(), page.operations()))
                        .toList();
        this.document = OpenApi.render(items);
    }

    @Override
    public String path() {
        return "/openapi.json";
    }

    @Override
    public String summary() {
        return "this API, described for programs (OpenAPI 3.1)";
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get(summary(), "application/json"));
    }

    /** What is described. */
    public List<PathItem> items() {
        return items;
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        return AdminReply.json(document.strip());
    }
}
