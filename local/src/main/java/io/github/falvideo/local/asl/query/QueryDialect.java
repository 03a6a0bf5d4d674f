package io.github.falvideo.local.asl.query;

/**
 * Refuses what the library would take and AWS (JSONata 2.0.6) would not: the operators {@code ??} and {@code ?:} of JSONata 2.1, and
 * {@code $eval}. It reads the expression as JSONata's own tokenizer does, so that strings, comments and patterns are left alone.
 */
final class QueryDialect {
    private final String text;
    private int at;
    private boolean afterOperand;

    private QueryDialect(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException naming what is refused */
    static void check(String expression) {
        new QueryDialect(expression).read();
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (text.startsWith("/*", at)) {
                skipTo(text.indexOf("*/", at + 2), 2);
            } else if (c == '"' || c == '\'') {
                skipQuoted(c);
                afterOperand = true;
            } else if (c == '`') {
                skipTo(text.indexOf('`', at + 1), 1);
                afterOperand = true;
            } else if (c == '/' && !afterOperand) {
                skipQuoted(c);
                afterOperand = true;
            } else if (Character.isLetterOrDigit(c) || c == '$' || c == '_') {
                readWord();
            } else {
                readOperator(c);
            }
        }
    }

    private void readWord() {
        int start = at++;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equals("$eval")) {
            throw new IllegalArgumentException("the function $eval is not supported");
        }
        afterOperand = !word.equals("and") && !word.equals("or") && !word.equals("in");
    }

    private void readOperator(char c) {
        if (text.startsWith("??", at) || text.startsWith("?:", at)) {
            throw new IllegalArgumentException(
                    "the operator " + text.substring(at, at + 2) + " is not part of JSONata 2.0");
        }
        at++;
        afterOperand = c == ')' || c == ']' || c == '}';
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '$' || c == '_';
    }

    private void skipQuoted(char end) {
        at++;
        while (at < text.length() && text.charAt(at) != end) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void skipTo(int end, int length) {
        at = end < 0 ? text.length() : end + length;
    }
}
