package io.github.falvideo.benchmark;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 on loopback with a thread per connection and no copy of a body in the Java heap: what it costs is the kernel's. */
abstract class LoopbackServer implements Closeable {
    private static final int BUFFER = 256 << 10;

    private final ServerSocketChannel server;

    LoopbackServer() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(this::acceptAll);
    }

    /** The first line and the headers, with lower-case names. */
    record Head(String method, String target, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Answers one request; the body is still to be read. */
    abstract void answer(Head head, Connection connection) throws IOException;

    URI uri(String path) throws IOException {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort() + path);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel socket = server.accept();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SocketChannel socket) {
        try (socket) {
            Connection connection = new Connection(socket);
            for (Head head = connection.head(); head != null; head = connection.head()) {
                answer(head, connection);
            }
        } catch (IOException e) {
            // the client went away
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "loopback-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** What to do with a piece of a body. */
    interface Sink {
        void take(ByteBuffer piece);
    }

    static final class Connection {
        private final SocketChannel socket;
        private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);

        Connection(SocketChannel socket) {
            this.socket = socket;
        }

        /** Reads a body, framed by its length or in chunks, and gives the number of its bytes. */
        long body(Head head, Sink sink) throws IOException {
            if (head.header("expect").equalsIgnoreCase("100-continue")) {
                write(ByteBuffer.wrap("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            }
            if (!head.header("transfer-encoding").equalsIgnoreCase("chunked")) {
                String length = head.header("content-length");
                return piece(length.isEmpty() ? 0 : Long.parseLong(length), sink);
            }
            long size = 0;
            for (long chunk = chunk(); chunk > 0; chunk = chunk()) {
                size += piece(chunk, sink);
                line();
            }
            while (!line().isEmpty()) {
                // trailers
            }
            return size;
        }

        void reply(int status, String headers, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            head(status, headers + "Content-Length: " + bytes.length + "\r\n");
            write(ByteBuffer.wrap(bytes));
        }

        void head(int status, String headers) throws IOException {
            write(ByteBuffer.wrap(
                    ("HTTP/1.1 " + status + " -\r\n" + headers + "\r\n").getBytes(StandardCharsets.UTF_8)));
        }

        void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
        }

        private Head head() throws IOException {
            String[] first;
            try {
                first = line().split(" ");
            } catch (EOFException e) {
                return null; // the client needs the connection no longer
            }
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return new Head(first[0], first[1], headers);
        }

        private long chunk() throws IOException {
            return Long.parseLong(line().replaceFirst(";.*", ""), 16);
        }

        private long piece(long length, Sink sink) throws IOException {
            for (long left = length; left > 0; ) {
                fill();
                ByteBuffer piece = in.slice(in.position(), (int) Math.min(left, in.remaining()));
                in.position(in.position() + piece.remaining());
                left -= piece.remaining();
                sink.take(piece);
            }
            return length;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (true) {
                fill();
                char next = (char) (in.get() & 0xff);
                if (next == '\n') {
                    return line.toString().stripTrailing();
                }
                line.append(next);
            }
        }

        private void fill() throws IOException {
            if (!in.hasRemaining()) {
                in.clear();
                int n = socket.read(in);
                in.flip();
                if (n < 0) {
                    in.limit(0);
                    throw new EOFException();
                }
            }
        }
    }
}
