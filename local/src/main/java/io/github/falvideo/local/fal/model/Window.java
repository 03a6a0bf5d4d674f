package io.github.falvideo.local.fal.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A piece of a content; behind the content's end there are zeros. */
record Window(Content whole, long start, long length) implements Content {
    @Override
    public InputStream open(long from) {
        long first = start + from;
        InputStream real = first < whole.length() ? whole.open(first) : InputStream.nullInputStream();
        return new Bounded(real, length - from);
    }

    private static final class Bounded extends InputStream {
        private final InputStream real;
        private long left;

        Bounded(InputStream real, long left) {
            this.real = real;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int wanted = (int) Math.min(count, left);
            int got = real.read(into, offset, wanted);
            if (got < 0) {
                Arrays.fill(into, offset, offset + wanted, (byte) 0);
                got = wanted;
            }
            left -= got;
            return got;
        }
    }
}
