package io.faultline.app.admin.api;

import java.util.List;

/**
 * All that can be done at one path.
 *
 * @param path behind {@code /v1}; what changes stands in braces
 */
public record PathItem(String path, List<Operation> operations) {}
