package io.faultline.l7.structured;

import java.util.ArrayList;
import java.util.List;

/** RFC 9651 4.2.1 and 4.2.3: lists, inner lists and parameters. */
final class ListReader {

    static final int MOST_BYTES = 4 * 1024;
    static final int MOST_MEMBERS = 64;
    static final int MOST_PARAMETERS = 32;

    private static final int MOST_KEY_BYTES = 64;

    private final Cursor cursor;
    private final ItemReader items;
    private final int length;

    ListReader(byte[] bytes, int from, int to) {
        this.length = to - from;
        this.cursor = new Cursor(bytes, from, to);
        this.items = new ItemReader(cursor);
    }

    StructuredList read() {
        if (length > MOST_BYTES) {
            cursor.fail("longer than " + MOST_BYTES + " bytes");
            return new StructuredList(List.of(), cursor.problem());
        }
        cursor.skipSpaces();
        List<Member> members = members();
        return cursor.hasFailed()
                ? new StructuredList(List.of(), cursor.problem())
                : new StructuredList(members, null);
    }

    private List<Member> members() {
        var members = new ArrayList<Member>();
        while (!cursor.isAtEnd() && !cursor.hasFailed()) {
            if (members.size() == MOST_MEMBERS) {
                cursor.fail("more than " + MOST_MEMBERS + " members");
                break;
            }
            members.add(cursor.peek() == '(' ? innerList() : item());
            cursor.skipOws();
            if (cursor.isAtEnd() || cursor.hasFailed()) {
                break;
            }
            if (!cursor.take(',')) {
                cursor.fail("a comma is missing");
            }
            cursor.skipOws();
            if (cursor.isAtEnd()) {
                cursor.fail("nothing behind the last comma");
            }
        }
        return members;
    }

    private Member innerList() {
        cursor.take('(');
        var inner = new ArrayList<Member>();
        while (!cursor.hasFailed()) {
            cursor.skipSpaces();
            if (cursor.take(')')) {
                return new Member(null, inner, parameters());
            }
            if (inner.size() == MOST_MEMBERS) {
                cursor.fail("more than " + MOST_MEMBERS + " items in an inner list");
                break;
            }
            inner.add(item());
            if (cursor.peek() != ' ' && cursor.peek() != ')') {
                cursor.fail("an inner list goes on with a space or ends");
            }
        }
        return new Member(null, List.of(), List.of());
    }

    private Member item() {
        BareItem bare = items.read();
        return new Member(bare, List.of(), parameters());
    }

    private List<Parameter> parameters() {
        if (cursor.hasFailed() || cursor.peek() != ';') {
            return List.of();
        }
        var parameters = new ArrayList<Parameter>();
        while (!cursor.hasFailed() && cursor.take(';')) {
            cursor.skipSpaces();
            String key = key();
            BareItem value = cursor.take('=') ? items.read() : BareItem.TRUE;
            put(parameters, new Parameter(key, value));
        }
        return parameters;
    }

    /** RFC 9651 4.2.3.2: of two values under one key the last counts. */
    private void put(List<Parameter> parameters, Parameter added) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).key().equals(added.key())) {
                parameters.set(i, added);
                return;
            }
        }
        if (parameters.size() == MOST_PARAMETERS) {
            cursor.fail("more than " + MOST_PARAMETERS + " parameters");
        }
        parameters.add(added);
    }

    private String key() {
        if (!isLower(cursor.peek()) && cursor.peek() != '*') {
            cursor.fail("a key begins with a lower-case letter or '*'");
            return "";
        }
        var key = new StringBuilder();
        while (isInKey(cursor.peek()) && !cursor.hasFailed()) {
            key.append((char) cursor.take());
            if (key.length() > MOST_KEY_BYTES) {
                cursor.fail("a key longer than " + MOST_KEY_BYTES + " bytes");
            }
        }
        return key.toString();
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isInKey(int c) {
        return isLower(c) || c >= '0' && c <= '9' || c > 0 && "_-.*".indexOf(c) >= 0;
    }
}
