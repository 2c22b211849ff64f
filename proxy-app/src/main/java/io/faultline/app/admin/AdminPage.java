package io.faultline.app.admin;

import io.faultline.app.admin.api.Operation;
import java.util.List;

/**
 * One page of the operators' port, under its path for people and under {@code /v1} for programs. A page
 * only looks: there is no method but GET. What does something is an {@link AdminTask}.
 */
public interface AdminPage {

    /**
     * Begins with a slash; a segment in braces, as {@code {upstream}}, takes any and becomes a parameter
     * of that name.
     */
    String path();

    /** What one finds here, in half a sentence: it stands in the list of pages. "" for a part of another page. */
    String summary();

    /** What a program can ask here, described for OpenAPI; none where this is for people only. */
    default List<Operation> operations() {
        return List.of();
    }

    /** On the admin loop: reads what others have published, and must not wait for anybody. */
    AdminReply answer(AdminQuery query);
}
