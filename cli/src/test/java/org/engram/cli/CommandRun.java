package org.engram.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.engram.testdata.RealData;

/**
 * One command line, run in this process: what it printed and how it ended.
 *
 * @param status the exit status
 * @param out what stood on standard output
 * @param err what stood on the error stream
 */
public record CommandRun(int status, String out, String err) {
    /**
     * @param words the command line without the program; each is turned into text
     * @return how it ended
     */
    public static CommandRun of(Object... words) {
        String[] arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].toString();
        }
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream toOut = new ByteArrayOutputStream();
        ByteArrayOutputStream toErr = new ByteArrayOutputStream();
        System.setProperty("engram.home", RealData.projectRoot().toString());
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

    /** @return the lines that say what went wrong */
    public List<String> errors() {
        return err.lines().filter(line -> line.startsWith("engram: ")).toList();
    }
}
