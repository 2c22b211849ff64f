package io.faultline.l7.structured;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.structured.BareItem.Kind;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 9651 (and of RFC 8941, which it replaces), and what its grammar refuses. */
class StructuredListTest {

    private static StructuredList read(String text) {
        byte[] bytes = ("##" + text + "##").getBytes(ISO_8859_1);
        return StructuredList.read(bytes, 2, bytes.length - 2);
    }

    private static StructuredList valid(String text) {
        StructuredList list = read(text);
        assertThat(list.problem()).as(text).isNull();
        return list;
    }

    /** RFC 9651 3.1 */
    @Test
    void aListOfTokens() {
        assertThat(valid("sugar, tea, rum").members())
                .extracting(member -> Objects.requireNonNull(member.item()).text())
                .containsExactly("sugar", "tea", "rum");
        assertThat(valid("sugar,tea\t ,\trum").members()).hasSize(3);
        assertThat(valid("").members()).isEmpty();
        assertThat(valid("   ").members()).isEmpty();
        assertThat(valid(" a ").members()).hasSize(1);
    }

    /** RFC 9651 3.1.1 */
    @Test
    void innerLists() {
        StructuredList lists = valid("(\"foo\" \"bar\"), (\"baz\"), (\"bat\" \"one\"), ()");
        assertThat(lists.members())
                .extracting(member -> member.inner().size())
                .containsExactly(2, 1, 2, 0);
        StructuredList levels = valid("(\"foo\"; a=1;b=2);lvl=5, (\"bar\" \"baz\");lvl=1");
        assertThat(levels.members().getFirst().parameter("lvl"))
                .isEqualTo(new BareItem(Kind.INTEGER, "5"));
        assertThat(levels.members().getFirst().inner().getFirst().parameter("b"))
                .isEqualTo(new BareItem(Kind.INTEGER, "2"));
    }

    /** RFC 9651 3.1.2 */
    @Test
    void parameters() {
        StructuredList list = valid("abc;a=1;b=2; cde_456, (ghi;jk=4 l);q=\"9\";r=w");
        assertThat(list.members().getFirst().parameters())
                .extracting(Parameter::key)
                .containsExactly("a", "b", "cde_456");
        assertThat(list.members().getFirst().parameter("cde_456"))
                .isEqualTo(new BareItem(Kind.BOOLEAN, "1"));
        assertThat(list.members().getLast().parameter("q"))
                .isEqualTo(new BareItem(Kind.STRING, "9"));
        Member one = valid("1; a; b=?0").members().getFirst();
        assertThat(one.parameter("a")).isEqualTo(BareItem.TRUE);
        assertThat(one.parameter("b")).isEqualTo(new BareItem(Kind.BOOLEAN, "0"));
        assertThat(one.parameter("c")).isNull();
    }

    /** RFC 9651 4.2.3.2 */
    @Test
    void ofTwoValuesUnderOneKeyTheLastCounts() {
        assertThat(valid("x;a=1;b=2;a=3").members().getFirst().parameters())
                .containsExactly(
                        new Parameter("a", new BareItem(Kind.INTEGER, "3")),
                        new Parameter("b", new BareItem(Kind.INTEGER, "2")));
    }

    /** RFC 9651 3.3, an example of each type. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "42 | INTEGER | 42",
                "-999999999999999 | INTEGER | -999999999999999",
                "0042 | INTEGER | 0042",
                "4.5 | DECIMAL | 4.5",
                "-123456789012.123 | DECIMAL | -123456789012.123",
                "\"hello world\" | STRING | hello world",
                "\"a \\\"b\\\" \\\\\" | STRING | a \"b\" \\",
                "\"\" | STRING | ~~",
                "foo123/456 | TOKEN | foo123/456",
                "*a:b!#$%&'+-.^_`|TOKEN|*a:b!#$%&'+-.^_`",
                ":cHJldGVuZCB0aGlzIGlzIGJpbmFyeSBjb250ZW50Lg==:"
                        + " | BYTES | cHJldGVuZCB0aGlzIGlzIGJpbmFyeSBjb250ZW50Lg==",
                ":cHI: | BYTES | cHI",
                ":: | BYTES | ~~",
                "?1 | BOOLEAN | 1",
                "?0 | BOOLEAN | 0",
                "@1659578233 | DATE | 1659578233",
                "@-62135596800 | DATE | -62135596800",
                "%\"This is intended for display to %c3%bc users.\""
                        + " | DISPLAY_STRING | This is intended for display to \u00fc users."
            })
    void everyTypeOfItem(String text, Kind kind, String value) {
        assertThat(valid(text).members())
                .singleElement()
                .extracting(Member::item)
                .isEqualTo(new BareItem(kind, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "a,",
                "a,,b",
                "a b",
                ", a",
                "a;",
                "a;A=1",
                "a;1",
                "a;b=",
                "a;b= 1",
                "a ;b",
                "(",
                "(a",
                "(a,b)",
                "(a b))",
                "((a))",
                ")",
                "(a\tb)",
                "-",
                "--1",
                "1.",
                ".1",
                "1.1234",
                "1234567890123456",
                "1234567890123.1",
                "1..2",
                "\"",
                "\"a",
                "\"\\n\"",
                "\"a\u007f\"",
                "\"\u00fc\"",
                "\"a\tb\"",
                "'a'",
                ":a",
                ":a:",
                ":ab=c:",
                ":abc==:",
                ":a b:",
                "?",
                "?2",
                "?true",
                "@",
                "@1.5",
                "@a",
                "%",
                "%a",
                "%\"",
                "%\"%C3%BC\"",
                "%\"%c3\"",
                "%\"%\"",
                "%\"%fz\"",
                "\u00fc",
                "=",
                "a=b",
                "{a}",
                "\ta"
            })
    void whatTheGrammarDoesNotKnow(String text) {
        StructuredList list = read(text);
        assertThat(list.problem()).as(text).isNotNull();
        assertThat(list.members()).isEmpty();
    }

    @Test
    void everyBoundIsKept() {
        assertThat(valid("a,".repeat(63) + "a").members()).hasSize(64);
        assertThat(read("a,".repeat(64) + "a").problem()).contains("more than 64 members");
        assertThat(read("(" + "a ".repeat(65) + ")").problem()).contains("inner list");
        var many = new StringBuilder("a");
        for (int i = 0; i < 33; i++) {
            many.append(";p").append(i);
        }
        assertThat(read(many.toString()).problem()).contains("more than 32 parameters");
        assertThat(read("a;" + "k".repeat(65)).problem()).contains("a key longer than 64");
        assertThat(valid("\"" + "x".repeat(4_094) + "\"").members()).hasSize(1);
        assertThat(read("\"" + "x".repeat(4_095) + "\"").problem()).contains("4096 bytes");
    }

    @Test
    void aProblemSaysWhere() {
        assertThat(read("ok, ok;BAD").problem())
                .isEqualTo("a key begins with a lower-case letter or '*' (at byte 7)");
    }
}
