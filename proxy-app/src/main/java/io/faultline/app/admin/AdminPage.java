package io.faultline.app.admin;

/**
 * One page of the operators' port. A page only looks: there is no method but GET, so whoever can reach
 * the port learns things and changes nothing.
 */
public interface AdminPage {

    /** Begins with a slash; matched exactly. */
    String path();

    /** What one finds here, in half a sentence: it stands in the list of pages. */
    String summary();

    /** On the admin loop: reads what others have published, and must not wait for anybody. */
    AdminReply answer(AdminQuery query);
}
