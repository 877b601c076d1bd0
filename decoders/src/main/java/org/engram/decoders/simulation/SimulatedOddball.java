package org.engram.decoders.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.compute.random.RandomStream;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Position;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.io.recording.montage.StandardMontages;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/**
 * EEG epochs of people who count rare pictures ("target") among others ("standard"), drawn from a seed: 21 electrodes of the
 * 10-20 system, -0.2 to 0.6 s at 100 Hz, volts. Both kinds hold a visual response at the back of the head around 0.11 s,
 * background of fourteen sources with a spectrum that falls, an occipital rhythm of 10 Hz and noise of electrodes. Targets
 * hold besides a negative wave over the left temple and occiput at 0.2 s (0.15 to 0.25 s) and a positive one over the parietal
 * midline at 0.4 s (0.28 to 0.52 s). Each person has an own gain, latency and size of these waves.
 *
 * <p>So classes can be told apart between 0.15 and 0.52 s and at no other time, and what is learned at the first wave does
 * not hold at the second.
 */
public final class SimulatedOddball {
    /** Samples per second. */
    public static final double RATE_HZ = 100;

    private static final int FIRST_TIME = -20;
    private static final int TIMES = 81;
    private static final String[] NAMES = ("Fp1 Fpz Fp2 F7 F3 Fz F4 F8 T7 C3 Cz C4 T8 P7 P3 Pz P4 P8 O1 Oz O2")
            .split(" ");
    private static final Map<String, Position> PLACES = StandardMontages.named("standard_1020").positions();
    private static final int SOURCES = 14;
    private static final double MICROVOLT = 1e-6;
    private static final double MEMORY = 0.93;

    private final int subjects;
    private final int trials;
    private final double amplitude;
    private final long seed;

    /**
     * @param subjects how many people, 1 or more
     * @param trials of each, half of each kind, 2 or more
     * @param amplitude of the waves of targets in microvolts, in a background of about 10; 0 for none
     * @param seed one seed, one recording
     */
    public SimulatedOddball(int subjects, int trials, double amplitude, long seed) {
        if (subjects < 1 || trials < 2 || !(amplitude >= 0)) {
            throw new IllegalArgumentException("a simulation of " + subjects + " subjects with " + trials
                    + " trials and waves of " + amplitude + " uV cannot be drawn: give 1, 2 and 0 or more");
        }
        this.subjects = subjects;
        this.trials = trials;
        this.amplitude = amplitude;
        this.seed = seed;
    }

    /** @return the trials, with the places of the electrodes and {@link Epochs#table} of subject, session and stimulus */
    public Epochs epochs() {
        List<Channel> channels = new ArrayList<>();
        for (String name : NAMES) {
            channels.add(Channel.of(name, ChannelType.EEG).withPosition(PLACES.get(name)));
        }
        double[][][] samples = new double[subjects * trials][][];
        List<Trial> list = new ArrayList<>();
        List<String> people = new ArrayList<>();
        List<String> sessions = new ArrayList<>();
        List<String> stimuli = new ArrayList<>();
        for (int s = 0; s < subjects; s++) {
            Person person = person(s);
            for (int i = 0; i < trials; i++) {
                RandomStream random = RandomStream.of(seed, s * 100_000L + i);
                boolean target = i % 2 == 1;
                samples[list.size()] = trial(channels, person, random, target);
                list.add(new Trial(i * 200L, target ? 2 : 1, target ? "target" : "standard"));
                people.add(String.format(Locale.ROOT, "s%02d", s + 1));
                sessions.add(i < trials / 2 ? "first" : "second");
                stimuli.add(target ? "target" : "standard");
            }
        }
        Table table = Table.of(Column.ofText("subject", people), Column.ofText("session", sessions),
                Column.ofText("stimulus", stimuli));
        return Epochs.builder(channels, RATE_HZ, FIRST_TIME, TIMES).trials(list, TrialSource.of(samples))
                .table(table).band(new Band(0.1, 40)).build();
    }

    private record Person(double gain, double size, double delay) {}

    private Person person(int subject) {
        RandomStream random = RandomStream.of(seed, -1L - subject);
        return new Person(Math.exp(0.25 * random.normal(0)), Math.exp(0.2 * random.normal(1)),
                0.012 * random.normal(2));
    }

    private double[][] trial(List<Channel> channels, Person person, RandomStream random, boolean target) {
        double[][] x = new double[channels.size()][TIMES];
        for (int k = 0; k < SOURCES; k++) {
            double[] course = background(random.derive(k));
            // Directions of sources are those of the head, the same in all trials.
            add(x, channels, direction(k), 0.7, course, 9);
        }
        double phase = 2 * Math.PI * random.uniform(0);
        double delay = person.delay + 0.008 * random.normal(1);
        double[] rhythm = new double[TIMES];
        double[] visual = new double[TIMES];
        double[] early = new double[TIMES];
        double[] late = new double[TIMES];
        for (int t = 0; t < TIMES; t++) {
            double time = (t + FIRST_TIME) / RATE_HZ - delay;
            rhythm[t] = Math.sin(2 * Math.PI * 10 * (t + FIRST_TIME) / RATE_HZ + phase);
            visual[t] = wave(time, 0.11, 0.05);
            early[t] = -wave(time, 0.2, 0.05);
            late[t] = wave(time, 0.4, 0.12);
        }
        add(x, channels, PLACES.get("Oz"), 0.6, rhythm, 6 * Math.exp(0.3 * random.normal(2)));
        add(x, channels, PLACES.get("Oz"), 0.5, visual, 6);
        if (target) {
            add(x, channels, PLACES.get("P7"), 0.6, early, amplitude * person.size);
            add(x, channels, PLACES.get("Pz"), 0.7, late, amplitude * person.size);
        }
        for (int c = 0; c < x.length; c++) {
            RandomStream own = random.derive(100 + c);
            for (int t = 0; t < TIMES; t++) {
                x[c][t] = person.gain * MICROVOLT * (x[c][t] + 2 * own.normal(t));
            }
        }
        return x;
    }

    /** Half a wave of the cosine, nothing outside. */
    private static double wave(double time, double peak, double halfWidth) {
        double distance = Math.abs(time - peak) / halfWidth;
        return distance < 1 ? Math.cos(Math.PI / 2 * distance) : 0;
    }

    private static double[] background(RandomStream random) {
        double[] course = new double[TIMES];
        course[0] = random.normal(0);
        for (int t = 1; t < TIMES; t++) {
            course[t] = MEMORY * course[t - 1] + Math.sqrt(1 - MEMORY * MEMORY) * random.normal(t);
        }
        return course;
    }

    /** Directions spread evenly over the upper half of the head, by the golden angle. */
    private static Position direction(int k) {
        double z = 1 - (k + 0.5) / SOURCES;
        double angle = k * Math.PI * (3 - Math.sqrt(5));
        double r = Math.sqrt(1 - z * z);
        return new Position(r * Math.cos(angle), r * Math.sin(angle), z);
    }

    /** A source shows at electrodes the less the further their directions are from its own. */
    private static void add(double[][] x, List<Channel> channels, Position source, double spread,
            double[] course, double size) {
        for (int c = 0; c < x.length; c++) {
            Position electrode = channels.get(c).position().orElseThrow();
            double cosine = (electrode.x() * source.x() + electrode.y() * source.y()
                    + electrode.z() * source.z()) / (electrode.norm() * source.norm());
            double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
            double weight = size * Math.exp(-angle * angle / (2 * spread * spread));
            for (int t = 0; t < TIMES; t++) {
                x[c][t] += weight * course[t];
            }
        }
    }
}
