package org.engram.nn.training;

import java.util.Map;

/**
 * Lowers the learning rate when a validation measure has stopped to improve; as
 * {@code torch.optim.lr_scheduler.ReduceLROnPlateau}.
 *
 * @param measure which one: "loss", or a name given to {@code Batch.measure}
 * @param goal which values are better
 * @param factor times the learning rate, each time
 * @param patience validations without improvement that are borne
 * @param threshold an improvement by a smaller share of the best value does not count; 1e-4 by custom
 * @param floor the learning rate is never lowered below this
 */
public record Plateau(String measure, Goal goal, double factor, int patience, double threshold,
        double floor) {
    /** Checks the ranges. */
    public Plateau {
        Ranges.share("the plateau factor", factor);
        Ranges.atLeast("the patience", 0, patience);
        Ranges.notNegative("the threshold", threshold);
        Ranges.notNegative("the floor", floor);
    }

    /** @param factor times the learning rate @param patience validations borne @return on the lowest validation loss */
    public static Plateau of(double factor, int patience) {
        return new Plateau("loss", Goal.LOWEST, factor, patience, 1e-4, 0);
    }

    /** What is remembered between validations. */
    static final class Memory {
        private final Plateau plateau;
        private double best;
        private int bad;
        private double factor = 1;

        Memory(Plateau plateau) {
            this.plateau = plateau;
            this.best = plateau.goal.worst();
        }

        void observe(double value) {
            double margin = Double.isInfinite(best) ? 0 : best * plateau.threshold;
            if (plateau.goal.better(value, best, margin)) {
                best = value;
                bad = 0;
            } else if (++bad > plateau.patience) {
                factor *= plateau.factor;
                bad = 0;
            }
        }

        double applied(double rate) {
            return factor == 1 ? rate : Math.max(rate * factor, Math.min(rate, plateau.floor));
        }

        void save(Map<String, String> fields) {
            fields.put("plateau.best", Double.toString(best));
            fields.put("plateau.bad", Integer.toString(bad));
            fields.put("plateau.factor", Double.toString(factor));
        }

        void load(Map<String, String> fields) {
            best = Double.parseDouble(fields.getOrDefault("plateau.best", Double.toString(best)));
            bad = Integer.parseInt(fields.getOrDefault("plateau.bad", "0"));
            factor = Double.parseDouble(fields.getOrDefault("plateau.factor", "1"));
        }
    }
}
