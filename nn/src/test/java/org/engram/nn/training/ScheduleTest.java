package org.engram.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.engram.io.array.NpyArray;
import org.junit.jupiter.api.Test;

/** Against the schedulers of PyTorch (training.py). */
class ScheduleTest {
    private final Map<String, NpyArray> fixture = Fixture.read("schedules.npz");

    private void check(String name, Schedule schedule) {
        double[] wanted = fixture.get(name).toDoubles();
        for (int step = 0; step < wanted.length; step++) {
            // PyTorch multiplies step by step where this is a closed form.
            assertEquals(wanted[step], schedule.at(step), 1e-12, name + " at " + step);
        }
    }

    @Test
    void everyScheduleIsThatOfPyTorch() {
        check("linear", Schedule.linear(0.03, 0.3, 12));
        check("cosine", Schedule.cosine(0.3, 0.01, 39));
        check("steps", Schedule.steps(0.3, 0.5, 7));
        check("multistep", Schedule.multiStep(0.3, 0.1, 5, 6, 20));
        check("exponential", Schedule.exponential(0.3, 0.9));
        check("polynomial", Schedule.polynomial(0.3, 0.9, 30));
        check("warmedup", Schedule.steps(0.3, 0.5, 4).warmedUp(8, 0.1));
        OneCycle cycle = new OneCycle(0.5, 41, 0.25, 20, 1e3);
        check("onecycle", cycle);
        check("onecycle-momentum", cycle.momentum(0.85, 0.95));
    }

    @Test
    void plateausAreThoseOfPyTorch() {
        double[] metrics = fixture.get("metrics").toDoubles();
        Plateau.Memory low = new Plateau.Memory(new Plateau("loss", Goal.LOWEST, 0.5, 2, 1e-2, 0.02));
        Plateau.Memory high = new Plateau.Memory(new Plateau("accuracy", Goal.HIGHEST, 0.3, 3, 1e-4, 0));
        double[] wantedLow = fixture.get("plateau").toDoubles();
        double[] wantedHigh = fixture.get("plateau-max").toDoubles();
        for (int i = 0; i < metrics.length; i++) {
            low.observe(metrics[i]);
            high.observe(1 - metrics[i]);
            assertEquals(wantedLow[i], low.applied(0.3), 1e-12, "validation " + i);
            assertEquals(wantedHigh[i], high.applied(0.3), 1e-12, "validation " + i);
        }
    }

    @Test
    void schedulesCompose() {
        Schedule schedule = Schedule.cosine(1, 0.1, 10).warmedUp(5, 0).times(Schedule.constant(2));
        assertEquals(0, schedule.at(0));
        assertEquals(2 * 0.6, schedule.at(3), 1e-12);
        assertEquals(2, schedule.at(5), 1e-12);
        assertEquals(0.2, schedule.at(1000), 1e-12);
        assertEquals(0.5, Schedule.exponential(1, 0.5).held(7).at(13), 1e-12);
    }
}
