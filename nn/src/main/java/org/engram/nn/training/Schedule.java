package org.engram.nn.training;

import java.util.Arrays;

/**
 * A learning rate (or a momentum) as a function of the step, counted from 0. Pure: nothing is remembered, so a run that
 * goes on after a stop needs nothing but its step.
 *
 * <pre>{@code
 * Schedule rate = Schedule.cosine(5e-4, 1e-5, 40_000).warmedUp(2_000, 0);
 * }</pre>
 */
@FunctionalInterface
public interface Schedule {
    /** @param step from 0 @return the value in that step */
    double at(long step);

    /** @param value of every step @return that schedule */
    static Schedule constant(double value) {
        return step -> value;
    }

    /** @param from in step 0 @param to from step {@code steps} on @param steps of the straight way @return that schedule */
    static Schedule linear(double from, double to, long steps) {
        Ranges.atLeast("the number of steps", 1, steps);
        return step -> from + (to - from) * Math.min(step, steps) / steps;
    }

    /**
     * Half a cosine (Loshchilov and Hutter 2017).
     *
     * @param peak in step 0
     * @param floor from step {@code steps} on
     * @param steps of the way down
     * @return that schedule
     */
    static Schedule cosine(double peak, double floor, long steps) {
        Ranges.atLeast("the number of steps", 1, steps);
        return step -> floor + (peak - floor) * (1 + Math.cos(Math.PI * Math.min(step, steps) / steps)) / 2;
    }

    /** @param start in step 0 @param factor times the value @param every so many steps @return that schedule */
    static Schedule steps(double start, double factor, long every) {
        Ranges.atLeast("the number of steps", 1, every);
        return step -> start * Math.pow(factor, step / every);
    }

    /** @param start in step 0 @param factor times the value @param at each of these steps @return that schedule */
    static Schedule multiStep(double start, double factor, long... at) {
        long[] milestones = at.clone();
        return step -> start * Math.pow(factor, Arrays.stream(milestones).filter(m -> step >= m).count());
    }

    /** @param start in step 0 @param factor times the value in each step @return that schedule */
    static Schedule exponential(double start, double factor) {
        return step -> start * Math.pow(factor, step);
    }

    /**
     * @param start in step 0
     * @param power of the share of steps that remain; 0.9 in many segmentation networks
     * @param steps after which the value is 0
     * @return that schedule
     */
    static Schedule polynomial(double start, double power, long steps) {
        Ranges.atLeast("the number of steps", 1, steps);
        return step -> start * Math.pow(1 - (double) Math.min(step, steps) / steps, power);
    }

    /** @param peak the highest value @param steps of the whole run @return one cycle with the custom of {@link OneCycle} */
    static OneCycle oneCycle(double peak, long steps) {
        return new OneCycle(peak, steps, 0.3, 25, 1e4);
    }

    /**
     * @param steps of this schedule
     * @param next takes over after them, and counts its own steps from 0
     * @return both
     */
    default Schedule then(long steps, Schedule next) {
        return step -> step < steps ? at(step) : next.at(step - steps);
    }

    /**
     * A straight way up to this schedule's first value, before it begins.
     *
     * @param steps of the way up
     * @param from its first value, as a share of this schedule's first value
     * @return both
     */
    default Schedule warmedUp(long steps, double from) {
        return steps == 0 ? this : linear(at(0) * from, at(0), steps).then(steps, this);
    }

    /** @param factor of each step @return the product of both */
    default Schedule times(Schedule factor) {
        return step -> at(step) * factor.at(step);
    }

    /** @param steps for which each value is held: the steps of an epoch, for schedules by epoch @return that schedule */
    default Schedule held(long steps) {
        Ranges.atLeast("the number of steps", 1, steps);
        return step -> at(step / steps);
    }
}
