package io.github.falvideo.local.cli;

import io.github.falvideo.local.cli.videos.DeployedStack;
import io.github.falvideo.local.cli.videos.Waiting;
import io.github.falvideo.local.fal.StandInSettings;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.faults.Pace;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param environment the environment variables
 * @param terminal whether a person watches {@code out}
 * @param pace how long the stand-in takes
 * @param faults what goes wrong at the stand-in
 * @param stacks finds deployed applications
 * @param waiting how time passes
 */
record Surroundings(
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean terminal,
        Pace pace,
        FaultPlan faults,
        Stacks stacks,
        Waiting waiting) {
    private static final String STAND_IN_KEY = "stand-in:key";

    /** With deployed applications as AWS knows them, and real time. */
    Surroundings(
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            boolean terminal,
            Pace pace,
            FaultPlan faults) {
        this(out, err, environment, terminal, pace, faults, DeployedStack::open, Waiting.real());
    }

    static Surroundings ofProcess() {
        return new Surroundings(
                System.out,
                System.err,
                System.getenv(),
                Boolean.getBoolean("video.terminal"),
                Pace.forPeople(),
                new FaultPlan());
    }

    /** Finds deployed applications by their stacks' names. */
    @FunctionalInterface
    interface Stacks {
        DeployedStack open(String name) throws IOException;
    }

    /** fal's API key; null when there is none, which means the stand-in. */
    String falKey() {
        String key = environment.getOrDefault("FAL_KEY", "").strip();
        return key.isEmpty() ? null : key;
    }

    StandInSettings standIn() {
        return StandInSettings.forPeople(STAND_IN_KEY).with(pace);
    }
}
