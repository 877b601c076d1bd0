package org.engram.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the kernels briefly: one fork, three warm-up and five measured iterations of one second each. */
public final class Kernels {
    private Kernels() {}

    /**
     * @param arguments parts of names of the benchmarks wanted; none for all. For JMH's own options run
     *     {@code org.openjdk.jmh.Main} with the same class path.
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().forks(1).warmupIterations(3)
                .warmupTime(TimeValue.seconds(1)).measurementIterations(5)
                .measurementTime(TimeValue.seconds(1)).timeUnit(TimeUnit.MILLISECONDS);
        if (arguments.length == 0) {
            options.include("org\\.engram\\.benchmarks\\.kernels\\.");
        }
        for (String name : arguments) {
            options.include("org\\.engram\\.benchmarks\\.kernels\\..*" + name);
        }
        new Runner(options.build()).run();
    }
}
