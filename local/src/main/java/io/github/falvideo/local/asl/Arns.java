package io.github.falvideo.local.asl;

/** Names and ARNs of machines and executions in one account and region. */
record Arns(String region, String account) {
    private static final int LONGEST_NAME = 80;

    String machine(String name) {
        return "arn:aws:states:" + region + ":" + account + ":stateMachine:" + name;
    }

    String execution(String machine, String name) {
        return "arn:aws:states:" + region + ":" + account + ":execution:" + machine + ":" + name;
    }

    /** @throws RequestException InvalidName */
    static void checkName(String name) {
        boolean good = name != null && !name.isEmpty() && name.length() <= LONGEST_NAME;
        if (!good || !name.matches("[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cntrl}]+")) {
            throw new RequestException("InvalidName", "Invalid Name: '" + name + "'");
        }
    }
}
