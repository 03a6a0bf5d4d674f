package io.github.falvideo.local.fal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.falvideo.local.fal.faults.Fault;
import io.github.falvideo.local.fal.faults.FaultJson;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.model.Content;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The stand-in for fal's queue, its storage and its media, over plain HTTP on loopback. One base for all three.
 *
 * <p>{@code /faults} takes and shows the faults as JSON ({@link FaultJson}): GET, PUT for these instead, POST for these too,
 * DELETE for none. It needs no key.
 */
public final class FalStandIn implements AutoCloseable {
    private static final String FAULTS = "/faults";
    private static final int LARGEST_BODY = 200 * 1024 * 1024;
    private static final int RUNNERS = 2;
    private static final int WAITING_RUNS = 1000;

    private final HttpServer server;
    private final ExecutorService connections;
    private final ExecutorService runners;
    private final FaultPlan faults;
    private final StandInQueue queue;
    private final URI endpoint;
    private final CountDownLatch closed = new CountDownLatch(1);

    private FalStandIn(HttpServer server, StandInSettings settings, FaultPlan faults, Memory memory) {
        this.server = server;
        this.faults = faults;
        InetSocketAddress address = server.getAddress();
        endpoint = URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
        connections = Executors.newCachedThreadPool(daemons("stand-in"));
        runners = new ThreadPoolExecutor(
                RUNNERS,
                RUNNERS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_RUNS),
                daemons("stand-in-runner"));
        queue = new StandInQueue(settings.at(endpoint, endpoint), faults, runners, memory);
    }

    /**
     * Starts serving.
     *
     * @param port the port on loopback, 0 for any free one
     * @param settings its hosts are replaced by this server's own
     * @throws IOException if the port is taken
     */
    public static FalStandIn start(int port, StandInSettings settings, FaultPlan faults) throws IOException {
        return start(port, settings, faults, Memory.NONE);
    }

    /**
     * Starts serving, with what an earlier one has left in this folder: its requests go on by the clock, and its films and uploads
     * are there. URLs that it gave are good as long as the port is the same.
     *
     * @param folder made if missing
     * @throws IOException also if the folder cannot be used
     */
    public static FalStandIn start(int port, StandInSettings settings, FaultPlan faults, Path folder)
            throws IOException {
        return start(port, settings, faults, new FolderMemory(folder));
    }

    private static FalStandIn start(int port, StandInSettings settings, FaultPlan faults, Memory memory)
            throws IOException {
        // Before JDK 21 every reply waits 40 ms for an acknowledgement otherwise. Read once, by the JVM's first
        // HttpServer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        FalStandIn standIn = new FalStandIn(HttpServer.create(address, 0), settings, faults, memory);
        standIn.server.setExecutor(standIn.connections);
        standIn.server.createContext("/", standIn::handle);
        standIn.server.start();
        return standIn;
    }

    /** Where it listens, {@code http://127.0.0.1:port}: queue, storage and media alike. */
    public URI endpoint() {
        return endpoint;
    }

    /** The queue behind it, to look at and to count. */
    public StandInQueue queue() {
        return queue;
    }

    /** The faults it goes by. */
    public FaultPlan faults() {
        return faults;
    }

    /** Stops serving; calls that hang are let go. */
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        connections.shutdownNow();
        runners.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            Call call = new Call(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
            Answer answer = call.plainPath().equals(FAULTS) ? administer(call) : queue.answer(call);
            new Delivery(exchange, closed).deliver(answer);
        }
    }

    private Answer administer(Call call) {
        try {
            switch (call.method()) {
                case "GET" -> {}
                case "DELETE" -> faults.clear();
                case "POST" -> FaultJson.parse(call.body()).forEach(faults::add);
                case "PUT" -> {
                    List<Fault> instead = FaultJson.parse(call.body());
                    faults.clear();
                    instead.forEach(faults::add);
                }
                default -> {
                    return Replies.detail(405, "GET, PUT, POST or DELETE");
                }
            }
        } catch (IOException e) {
            return Replies.detail(400, e.getMessage());
        }
        byte[] json = FaultJson.write(faults.faults()).getBytes(StandardCharsets.UTF_8);
        return Answer.Reply.whole(200, Map.of("Content-Type", "application/json"), Content.of(json));
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
