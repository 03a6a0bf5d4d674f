package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.definition.Definition;
import io.github.falvideo.local.asl.definition.DefinitionParser;
import io.github.falvideo.local.asl.definition.InvalidDefinitionException;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.asl.query.QueryFunctions;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/**
 * State machines and their executions in one account and region: the interpreter's door. Safe for use by many threads. Refusals are
 * {@link RequestException} with AWS's own names and messages.
 */
public final class StateMachines {
    private static final int LONGEST_INPUT = 262_144;

    private final Arns arns;
    private final Interpreter interpreter;
    private final Listeners listeners;
    private final Map<String, StateMachine> machines = new LinkedHashMap<>();
    private final Executions executions;

    private StateMachines(Builder builder) {
        this.arns = new Arns(builder.region, builder.account);
        this.listeners = new Listeners(builder.listeners);
        this.executions = new Executions(builder.retention.finished());
        this.interpreter = new Interpreter(
                builder.time,
                builder.random,
                builder.region,
                Map.copyOf(builder.resources),
                builder.retention,
                listeners,
                executions::ended);
    }

    /** @param time in which everything happens; it stays the caller's to close */
    public static Builder in(Time time) {
        return new Builder(time);
    }

    /** The time in which everything happens. */
    public Time time() {
        return interpreter.time();
    }

    /** From now on this one is told too. */
    public void addListener(ExecutionListener listener) {
        listeners.all.add(listener);
    }

    /**
     * Creates a machine, or returns the one there is when name, definition and role are the same.
     *
     * @throws RequestException InvalidName; InvalidDefinition with every problem; StateMachineAlreadyExists
     */
    public StateMachine create(String name, String definition, String roleArn) {
        Arns.checkName(name);
        Definition parsed = parsed(definition);
        String arn = arns.machine(name);
        synchronized (machines) {
            StateMachine known = machines.get(arn);
            if (known == null) {
                StateMachine machine = new StateMachine(
                        arn,
                        name,
                        roleArn,
                        definition,
                        parsed,
                        interpreter.time().now());
                machines.put(arn, machine);
                return machine;
            }
            if (known.definitionText().equals(definition) && Objects.equals(known.roleArn(), roleArn)) {
                return known;
            }
            throw new RequestException("StateMachineAlreadyExists", "State Machine Already Exists: '" + arn + "'");
        }
    }

    private Definition parsed(String definition) {
        try {
            return DefinitionParser.parse(definition, interpreter.resources().keySet());
        } catch (InvalidDefinitionException e) {
            throw new RequestException("InvalidDefinition", e.getMessage());
        }
    }

    /** @throws RequestException StateMachineDoesNotExist */
    public StateMachine describe(String stateMachineArn) {
        synchronized (machines) {
            StateMachine machine = machines.get(stateMachineArn);
            if (machine == null) {
                throw new RequestException(
                        "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + stateMachineArn + "'");
            }
            return machine;
        }
    }

    /** By name. */
    public List<StateMachine> list() {
        synchronized (machines) {
            return machines.values().stream()
                    .sorted(Comparator.comparing(StateMachine::name))
                    .toList();
        }
    }

    /** Its executions go on and can still be described. A machine that is not there is no error. */
    public void delete(String stateMachineArn) {
        synchronized (machines) {
            machines.remove(stateMachineArn);
        }
    }

    /**
     * Starts an execution. With the name and the very input of one that still runs, it is that one.
     *
     * @param name unique in the machine for good; null for a random one
     * @param input JSON text; null is {@code {}}
     * @throws RequestException StateMachineDoesNotExist, InvalidName, InvalidExecutionInput, ExecutionAlreadyExists
     */
    public ExecutionRecord start(String stateMachineArn, String name, String input) {
        StateMachine machine = describe(stateMachineArn);
        String chosen = name == null ? QueryFunctions.uuid(interpreter.random()) : name;
        Arns.checkName(chosen);
        String text = input == null ? "{}" : input;
        Object value = input(text);
        String arn = arns.execution(machine.name(), chosen);
        Instant now = interpreter.time().now();
        Execution execution = new Execution(interpreter, machine, arn, chosen, text, value, now);
        ExecutionRecord started = execution.describe();
        Execution known = begin(machine, execution);
        if (known == null) {
            return started;
        }
        ExecutionRecord record = known.describeStarted();
        if (record.status() == ExecutionStatus.RUNNING && record.input().equals(text)) {
            return record;
        }
        throw alreadyExists(arn);
    }

    /** @return the one that has the name already; null when this one has begun */
    private Execution begin(StateMachine machine, Execution execution) {
        // Under its lock, so that nobody who finds it is told of a start that no listener knows yet.
        synchronized (execution) {
            Execution known = executions.add(machine.arn(), execution);
            if (known == null) {
                // virtual time must not run ahead of an execution that is half started
                Time.Hold hold = time().hold();
                try {
                    execution.start();
                } catch (RuntimeException e) {
                    executions.remove(machine.arn(), execution);
                    throw e;
                } finally {
                    hold.release();
                }
            }
            return known;
        }
    }

    private static RequestException alreadyExists(String arn) {
        return new RequestException("ExecutionAlreadyExists", "Execution Already Exists: '" + arn + "'");
    }

    private static Object input(String text) {
        if (text.isEmpty()) {
            throw invalidInput("Invalid execution input.");
        }
        try {
            Object value = Json.parse(text);
            if (Json.size(value) > LONGEST_INPUT) {
                throw invalidInput("The input has more than " + LONGEST_INPUT + " bytes.");
            }
            return value;
        } catch (IllegalArgumentException e) {
            throw invalidInput(e.getMessage());
        }
    }

    private static RequestException invalidInput(String why) {
        return new RequestException("InvalidExecutionInput", "Invalid State Machine Execution Input: '" + why + "'");
    }

    /**
     * Stops a running execution: its waits end, its tasks are told. One that has ended stays as it is.
     *
     * @param error may be null, as may be the cause
     * @throws RequestException ExecutionDoesNotExist
     */
    public ExecutionRecord stop(String executionArn, String error, String cause) {
        Execution execution = executions.get(executionArn);
        execution.stop(error, cause);
        return execution.describe();
    }

    /** @throws RequestException ExecutionDoesNotExist */
    public ExecutionRecord execution(String executionArn) {
        return executions.get(executionArn).describe();
    }

    /**
     * The events so far.
     *
     * @throws RequestException ExecutionDoesNotExist, also when the events are not kept
     */
    public List<HistoryEvent> history(String executionArn) {
        List<HistoryEvent> events = executions.get(executionArn).events();
        if (events == null) {
            throw Executions.unknown(executionArn);
        }
        return events;
    }

    /**
     * The executions of a machine, newest first.
     *
     * @param status only these; null for all
     * @throws RequestException StateMachineDoesNotExist
     */
    public List<ExecutionRecord> executions(String stateMachineArn, ExecutionStatus status) {
        describe(stateMachineArn);
        return executions.list(stateMachineArn, status);
    }

    /** Completes when the execution has ended, on a thread of the interpreter's time. */
    public CompletionStage<ExecutionRecord> ended(String executionArn) {
        return executions.get(executionArn).ended();
    }

    /**
     * Takes over an execution that ended in an earlier life, so that it is listed and described and its name stays taken. It has no
     * history. Restore the oldest first.
     *
     * @throws RequestException StateMachineDoesNotExist, ExecutionAlreadyExists
     * @throws IllegalArgumentException when it is still RUNNING: start it again instead
     */
    public void restore(ExecutionRecord ended) {
        if (ended.status() == ExecutionStatus.RUNNING) {
            throw new IllegalArgumentException("an execution that runs cannot be restored: " + ended.executionArn());
        }
        StateMachine machine = describe(ended.stateMachineArn());
        if (executions.add(machine.arn(), new Execution(interpreter, machine, ended)) != null) {
            throw alreadyExists(ended.executionArn());
        }
    }

    /**
     * Starts an execution that ran in an earlier life once more, from its first state: its name, its input and the date of its start
     * stay what they were. What its tasks did then, they may do again.
     *
     * @throws RequestException StateMachineDoesNotExist, ExecutionAlreadyExists
     */
    public void restart(ExecutionRecord running) {
        StateMachine machine = describe(running.stateMachineArn());
        Execution execution = new Execution(
                interpreter,
                machine,
                running.executionArn(),
                running.name(),
                running.input(),
                input(running.input()),
                running.startDate());
        if (begin(machine, execution) != null) {
            throw alreadyExists(running.executionArn());
        }
    }

    private static final class Listeners implements ExecutionListener {
        private final List<ExecutionListener> all;

        private Listeners(List<ExecutionListener> all) {
            this.all = new CopyOnWriteArrayList<>(all);
        }

        @Override
        public void statusChanged(ExecutionRecord execution) {
            all.forEach(listener -> listener.statusChanged(execution));
        }

        @Override
        public void recorded(String executionArn, HistoryEvent event) {
            all.forEach(listener -> listener.recorded(executionArn, event));
        }
    }

    /** What an interpreter is made of. */
    public static final class Builder {
        private final Time time;
        private final Map<String, TaskResource> resources = new LinkedHashMap<>();
        private final List<ExecutionListener> listeners = new CopyOnWriteArrayList<>();
        private RandomGenerator random = new Random();
        private String region = "us-east-1";
        private String account = "123456789012";
        private HistoryRetention retention = HistoryRetention.ALL;

        private Builder(Time time) {
            this.time = time;
        }

        /** What Task states with this Resource do. */
        public Builder resource(String arn, TaskResource resource) {
            resources.put(arn, resource);
            return this;
        }

        /** For jitter, names, $random, $uuid and $shuffle; must be safe for many threads, as {@link Random} is. */
        public Builder random(RandomGenerator generator) {
            this.random = generator;
            return this;
        }

        public Builder region(String name) {
            this.region = name;
            return this;
        }

        /** Twelve digits. */
        public Builder account(String id) {
            this.account = id;
            return this;
        }

        public Builder retention(HistoryRetention policy) {
            this.retention = policy;
            return this;
        }

        public Builder listener(ExecutionListener listener) {
            listeners.add(listener);
            return this;
        }

        public StateMachines build() {
            return new StateMachines(this);
        }
    }
}
