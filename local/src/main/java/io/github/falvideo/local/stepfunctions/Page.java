package io.github.falvideo.local.stepfunctions;

import io.github.falvideo.local.asl.RequestException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a list, and the token for the next one. The token names the last item that was given, so that what is added meanwhile
 * neither repeats nor hides anything.
 *
 * @param nextToken null on the last page
 */
record Page<T>(List<T> items, String nextToken) {
    private static final int LONGEST_TOKEN = 3096;

    /**
     * @param list the token belongs to this list only
     * @param key tells the items apart
     * @throws RequestException InvalidToken
     */
    static <T> Page<T> of(String list, List<T> all, Function<T, String> key, Request request) {
        String token = request.atMost(LONGEST_TOKEN, "nextToken");
        int size = request.maxResults();
        int start = token == null ? 0 : after(list, all, key, token);
        int end = Math.min(all.size(), start + size);
        String next = end == all.size() ? null : encode(list + "\n" + key.apply(all.get(end - 1)));
        return new Page<>(all.subList(start, end), next);
    }

    private static <T> int after(String list, List<T> all, Function<T, String> key, String token) {
        for (int i = 0; i < all.size(); i++) {
            if (encode(list + "\n" + key.apply(all.get(i))).equals(token)) {
                return i + 1;
            }
        }
        throw new RequestException("InvalidToken", "Invalid Token: 'Invalid token'");
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
