package org.engram.nn.checkpoints.networks;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What someone who is given a network needs to know about it.
 *
 * @param title in a few words
 * @param description what it takes (with shapes and units) and what it gives
 * @param data what it was trained on, and what is known of those people or animals
 * @param metrics measured how well, by name, with the split in the name ("accuracy, test")
 * @param weightsLicence under which the weights may be used
 * @param provenance which command or code made it, of what version, from which files
 * @param date on which it was made, ISO 8601
 * @param notes limits and warnings; may be empty
 */
public record ModelCard(String title, String description, String data, Map<String, Double> metrics,
        String weightsLicence, String provenance, String date, String notes) {
    /** Copies the metrics, in their order. */
    public ModelCard {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** @return a builder; what is not given reads "not stated", the date is today's */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param architecture name of the architecture
     * @param parameters how many numbers are learnt
     * @param tensors how many tensors the file of weights holds
     * @return the card as Markdown
     */
    String markdown(String architecture, long parameters, int tensors) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(oneLine(title)).append("\n\n").append(description).append("\n\n");
        text.append("| | |\n|---|---|\n");
        row(text, "Architecture", architecture);
        row(text, "Parameters",
                String.format(Locale.ROOT, "%,d in %d tensors", parameters, tensors));
        row(text, "Licence of the weights", weightsLicence);
        row(text, "Date", date);
        text.append("\n## Data\n\n").append(data).append("\n\n## Metrics\n\n");
        if (metrics.isEmpty()) {
            text.append("Not stated.\n");
        } else {
            text.append("| metric | value |\n|---|---|\n");
            metrics.forEach((name, value) -> row(text, name, String.valueOf(value)));
        }
        text.append("\n## Provenance\n\n").append(provenance).append('\n');
        if (!notes.isBlank()) {
            text.append("\n## Notes\n\n").append(notes).append('\n');
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("| ").append(oneLine(name)).append(" | ").append(oneLine(value)).append(" |\n");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").replace("|", "\\|");
    }

    /** Collects what is known. */
    public static final class Builder {
        private static final String UNKNOWN = "not stated";

        private final Map<String, Double> metrics = new LinkedHashMap<>();
        private String title = UNKNOWN;
        private String description = UNKNOWN;
        private String data = UNKNOWN;
        private String weightsLicence = UNKNOWN;
        private String provenance = UNKNOWN;
        private String date = LocalDate.now().toString();
        private String notes = "";

        private Builder() {}

        /** @return this, with a title of a few words */
        public Builder title(String text) {
            title = text;
            return this;
        }

        /** @return this, saying what the network takes and gives */
        public Builder description(String text) {
            description = text;
            return this;
        }

        /** @return this, saying what it was trained on */
        public Builder data(String text) {
            data = text;
            return this;
        }

        /** @return this, with one more figure */
        public Builder metric(String name, double value) {
            metrics.put(name, value);
            return this;
        }

        /** @return this, saying under which licence the weights may be used */
        public Builder weightsLicence(String text) {
            weightsLicence = text;
            return this;
        }

        /** @return this, saying what made it, from what */
        public Builder provenance(String text) {
            provenance = text;
            return this;
        }

        /** @return this, made on that day (ISO 8601) */
        public Builder date(String isoDate) {
            date = LocalDate.parse(isoDate).toString();
            return this;
        }

        /** @return this, with limits and warnings */
        public Builder notes(String text) {
            notes = text;
            return this;
        }

        /** @return the card */
        public ModelCard build() {
            return new ModelCard(title, description, data, metrics, weightsLicence, provenance, date, notes);
        }
    }
}
