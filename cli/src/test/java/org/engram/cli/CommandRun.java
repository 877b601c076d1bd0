package org.engram.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One command line, run in this process: what it printed and how it ended. */
record CommandRun(int status, String out, String err) {
    static CommandRun of(Object... words) {
        String[] arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].toString();
        }
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream toOut = new ByteArrayOutputStream();
        ByteArrayOutputStream toErr = new ByteArrayOutputStream();
        try (PrintStream newOut = new PrintStream(toOut, true, StandardCharsets.UTF_8);
                PrintStream newErr = new PrintStream(toErr, true, StandardCharsets.UTF_8)) {
            System.setOut(newOut);
            System.setErr(newErr);
            int status = Engram.execute(arguments);
            return new CommandRun(status, toOut.toString(StandardCharsets.UTF_8),
                    toErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** The lines that say what went wrong. */
    List<String> errors() {
        return err.lines().filter(line -> line.startsWith("engram: ")).toList();
    }
}
