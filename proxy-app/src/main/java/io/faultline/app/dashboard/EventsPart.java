package io.faultline.app.dashboard;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.AdminStream;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** The stream that keeps a page current (server-sent events). It takes a bounded number of watchers. */
final class EventsPart implements AdminPage {

    static final String PATH = "/dashboard/events";

    private final IntSupplier watching;
    private final Consumer<AdminStream> begin;

    EventsPart(IntSupplier watching, Consumer<AdminStream> begin) {
        this.watching = watching;
        this.begin = begin;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String summary() {
        return "";
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        int now = watching.getAsInt();
        return now < Watchers.MOST
                ? AdminReply.stream("text/event-stream", begin)
                : AdminReply.text(
                        503,
                        now + " are watching, as many as there may be. Close one, or ask /faults.");
    }
}
