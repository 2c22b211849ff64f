package io.faultline.l7.config;

import io.faultline.core.config.describe.Doc;

/**
 * What becomes of a slash that hides behind a percent. Upstreams disagree about it, and a path that we
 * read in one way and they in another passes every rule made for it.
 */
public enum EncodedSlash {
    @Doc("Answers 400: the upstream may read another path than the one that was matched.")
    REJECT,
    @Doc("Leaves them as they are, part of a name. For upstreams that do the same.")
    KEEP,
    @Doc("%2F becomes a slash before the path is matched and forwarded. %5C stays as it is.")
    DECODE
}
