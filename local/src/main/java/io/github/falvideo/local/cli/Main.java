package io.github.falvideo.local.cli;

import picocli.CommandLine;

/** Where {@code ./video} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine(Surroundings.ofProcess()).execute(args));
    }

    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new VideoCommand(surroundings))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new ResumeCommand(surroundings))
                .addSubcommand(new ServeCommand(surroundings))
                .addSubcommand(new ListCommand(surroundings))
                .addSubcommand(new CancelCommand(surroundings))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    surroundings.err().println("video: " + explain(exception));
                    return ExitCode.FAILED;
                });
    }

    private static String explain(Exception exception) {
        return exception.getMessage() == null ? exception.toString() : exception.getMessage();
    }
}
