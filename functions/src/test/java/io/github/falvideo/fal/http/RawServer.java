package io.github.falvideo.fal.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on loopback that is free to misbehave: it reads whole requests and lets the script do what it likes with the socket. */
public final class RawServer implements Closeable {
    /** One request as it arrived. */
    public record Request(int connection, String head, String body) {
        public String line() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        public String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Answers one request; closing the socket ends the connection. */
    public interface Script {
        void answer(Request request, Socket socket, OutputStream out) throws Exception;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    public RawServer(Script script) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.script = script;
        start(this::acceptAll);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    public List<Request> requests() {
        return requests;
    }

    public static void reply(OutputStream out, int status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head(out, status, headers + "Content-Length: " + bytes.length + "\r\n");
        out.write(bytes);
        out.flush();
    }

    public static void head(OutputStream out, int status, String headers) throws IOException {
        out.write(("HTTP/1.1 " + status + " Whatever\r\n" + headers + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends the connection with a reset instead of an orderly end. */
    public static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Keeps the connection silent until the client gives up. */
    public static void stall(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        while (in.read() >= 0) {
            // nothing is expected
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                int connection = connections.incrementAndGet();
                start(() -> serve(connection, socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(int connection, Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); head != null && !socket.isClosed(); head = head(in)) {
                Request bare = new Request(connection, head, "");
                String length = bare.header("content-length");
                byte[] body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
                Request request = new Request(connection, head, new String(body, StandardCharsets.UTF_8));
                requests.add(request);
                script.answer(request, socket, socket.getOutputStream());
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (Exception e) {
            // the client went away, as some tests want it to
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }
}
