package org.engram.cli.commands;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.engram.cli.Engram;
import org.engram.testdata.RealData;

/** One command line run in this process, with what it printed. */
record CommandRun(int status, String out, String errors) {
    static CommandRun of(String... words) {
        PrintStream out = System.out;
        PrintStream errors = System.err;
        String home = System.getProperty("engram.home");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            System.setProperty("engram.home", RealData.projectRoot().toString());
            return new CommandRun(Engram.execute(words), printed.toString(StandardCharsets.UTF_8),
                    complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(errors);
            if (home == null) {
                System.clearProperty("engram.home");
            } else {
                System.setProperty("engram.home", home);
            }
        }
    }
}
