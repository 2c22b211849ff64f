package io.faultline.l7.http2.hpack;

/**
 * Why a block cannot be decoded. From then on the two tables may differ, so the connection ends: with
 * COMPRESSION_ERROR (RFC 9113 4.3), except for {@link #BOMB}.
 */
public enum HpackError {
    NONE(""),
    TRUNCATED("RFC 7541 5: the block ends inside a field"),
    INTEGER("RFC 7541 5.1: an integer that is too large or too long"),
    INDEX("RFC 7541 2.3.3: an index beyond both tables"),
    INDEX_ZERO("RFC 7541 6.1: the index 0"),
    HUFFMAN("RFC 7541 5.2: a string that is no Huffman code, or badly padded"),
    TABLE_SIZE("RFC 7541 6.3: a table larger than we have allowed"),
    LATE_TABLE_SIZE("RFC 7541 4.2: a change of the table's size behind a field"),
    TABLE_SIZE_MISSING("RFC 7541 4.2: the table was not made as small as we have asked for"),
    BOMB("a block that unfolds to many times what a head may have"); // ENHANCE_YOUR_CALM

    private final String rule;

    HpackError(String rule) {
        this.rule = rule;
    }

    /** What was broken and where it is written, for people. */
    public String rule() {
        return rule;
    }
}
