package io.faultline.l7.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearRegexTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/img/.*[.](png|jpg) /img/a/b.png true",
                "/img/.*[.](png|jpg) /img/a/b.gif false",
                "/v[0-9]+/x /v12/x true",
                "/v[0-9]+/x /v/x false",
                "/v[0-9]+/x /v1/x/y false", // the whole text, not a part
                "^/a$ /a true",
                "/a{2,3} /aa true",
                "/a{2,3} /aaaa false",
                "/a{2,} /aaaaaa true",
                "/[^/]+/z /b/z true",
                "/[^/]+/z /b/c/z false",
                "/\\d\\w\\. /1x. true",
                "/a[.]b /axb false",
                "/(?:ab)*c /ababc true",
                "/[a-c-] /- true",
                "/[\\]\\\\] /] true",
            })
    void matchesTheWholeText(String pattern, String text, boolean expected) throws Exception {
        assertThat(matches(pattern, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "/(~1~this '(' is never closed",
                "/a)~2~closes nothing",
                "*~0~nothing to repeat",
                "/a**~3~behind a repeat",
                "/a+?~3~behind a repeat",
                "/[a~1~this '[' is never closed",
                "/[z-a]~2~no members",
                "/a{~2~{2,5}",
                "/a{5,2}~2~ends before it begins",
                "/a{99999}~2~above 1,000 times",
                "/(?=x)~1~look-around",
                "/(?i)x~1~look-around, flag",
                "/\\1~1~not known here",
                "/\\bx~1~not known here",
                "/x$y~2~'$' is the end",
                "/x^y~2~'^' is the beginning",
                "/ä~1~percent-encoded",
                "/x]~2~write \\]",
            })
    void saysWhereAPatternIsWrong(String pattern, int position, String words) {
        assertThatExceptionOfType(RegexSyntaxException.class)
                .isThrownBy(() -> LinearRegex.compile(pattern))
                .satisfies(wrong -> assertThat(wrong.position()).isEqualTo(position))
                .withMessageContaining(words);
    }

    @Test
    void aPatternThatWouldNeedTooMuchMemoryIsRefused() {
        assertThatExceptionOfType(RegexSyntaxException.class)
                .isThrownBy(() -> LinearRegex.compile(".*a.{20}"))
                .withMessageContaining("too many ways to match");
        assertThatExceptionOfType(RegexSyntaxException.class)
                .isThrownBy(() -> LinearRegex.compile("((a{100}){100}){100}"))
                .withMessageContaining("too large");
        assertThatExceptionOfType(RegexSyntaxException.class)
                .isThrownBy(() -> LinearRegex.compile("(".repeat(60)))
                .withMessageContaining("nested");
    }

    @Test
    void aTextThatMakesABacktrackerWaitForEverTakesNoTime() throws Exception {
        // With java.util.regex this line would not end before the sun does.
        assertThat(matches("(a*)*b", "a".repeat(100_000))).isFalse();
        assertThat(matches("(a|a)*(a|a)*c", "a".repeat(100_000))).isFalse();
    }

    @Test
    void findsTheGroupsThatABacktrackerFinds() throws Exception {
        assertThat(groups("/(a*)(a*)", "/aaa")).containsExactly("/aaa", "aaa", "");
        assertThat(groups("/(x|xy)(z|yz)?", "/xyz")).containsExactly("/xyz", "x", "yz");
        assertThat(groups("/([a-z]+)/([0-9]+)?", "/ab/")).containsExactly("/ab/", "ab", "none");
        assertThat(groups("/((a)|b)*", "/ab")).containsExactly("/ab", "b", "a");
    }

    @Test
    void knowsWhatEveryMatchBeginsWith() throws Exception {
        assertThat(prefix("/api/v[0-9]+/x")).isEqualTo("/api/v");
        assertThat(prefix("/a(/b)c+")).isEqualTo("/a/b");
        assertThat(prefix("/a(b|c)")).isEqualTo("/a");
        assertThat(prefix("/ab?")).isEqualTo("/a");
        assertThat(prefix(".*")).isEmpty();
        assertThat(prefix("/a|/b")).isEmpty();
    }

    private static String prefix(String pattern) throws RegexSyntaxException {
        return new String(
                LinearRegex.compile(pattern).literalPrefix(), StandardCharsets.ISO_8859_1);
    }

    static boolean matches(String pattern, String text) throws RegexSyntaxException {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
        return LinearRegex.compile(pattern).matches(bytes, 1, bytes.length - 1);
    }

    static String[] groups(String pattern, String text) throws RegexSyntaxException {
        LinearRegex regex = LinearRegex.compile(pattern);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Captures captures = new Captures();
        assertThat(regex.capture(bytes, 0, bytes.length, captures)).isTrue();
        String[] groups = new String[regex.groups() + 1];
        for (int i = 0; i < groups.length; i++) {
            groups[i] =
                    captures.start(i) < 0
                            ? "none"
                            : text.substring(captures.start(i), captures.end(i));
        }
        return groups;
    }
}
