package io.faultline.app.admin.page;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.text.Printable;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.util.List;
import java.util.function.Supplier;

/** The configuration in force: not what stands in the file now, but what the proxy works by. */
final class ConfigPage implements AdminPage {

    private final String source;
    private final Supplier<String> yaml;

    ConfigPage(String source, Supplier<String> yaml) {
        this.source = source;
        this.yaml = yaml;
    }

    @Override
    public String path() {
        return "/config";
    }

    @Override
    public String summary() {
        return "the configuration in force: every default, every line, secrets hidden";
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(
                        summary(),
                        JsonShape.object("")
                                .with("source", JsonShape.text("The file."))
                                .with("yaml", JsonShape.text("Every default, secrets hidden."))));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        if (!query.wantsJson()) {
            return AdminReply.text("# " + Printable.of(source) + "\n" + yaml.get());
        }
        Utf8Buffer out = new Utf8Buffer(4096);
        new JsonWriter(out)
                .object()
                .member("source", source)
                .member("yaml", yaml.get())
                .endObject();
        return AdminReply.json(out.toString());
    }
}
