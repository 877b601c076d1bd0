package org.engram.io.recording.edf;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates as the header writes them: dd.mm.yy, and "Startdate dd-MMM-yyyy" in the recording field of EDF+. */
final class EdfDates {
    static final List<String> MONTHS = List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP",
            "OCT", "NOV", "DEC");
    /** Two-digit years below this are of the 21st century. */
    private static final int FIRST_OF_1900 = 85;

    private EdfDates() {}

    /**
     * @param date the date; null when there is none
     * @param withheld whether it is replaced by X
     */
    record Startdate(LocalDate date, boolean withheld) {}

    static Startdate startdate(String recordingField) {
        String[] words = recordingField.split(" +");
        if (words.length < 2 || !words[0].equalsIgnoreCase("Startdate")) {
            return new Startdate(null, false);
        }
        String[] parts = words[1].split("-");
        int month = parts.length == 3 ? MONTHS.indexOf(parts[1].toUpperCase(Locale.ROOT)) + 1 : 0;
        if (month == 0 || !parts[0].matches("\\d{1,2}") || !parts[2].matches("\\d{4}")) {
            return new Startdate(null, words[1].equals("X"));
        }
        try {
            return new Startdate(LocalDate.of(Integer.parseInt(parts[2]), month, Integer.parseInt(parts[0])),
                    false);
        } catch (DateTimeException impossible) {
            return new Startdate(null, false);
        }
    }

    /** An X with the first of January 1985 is how a date is withheld. */
    static Optional<LocalDateTime> combine(Startdate named, int[] date, int[] time) {
        if (time == null || named.date() == null && date == null) {
            return Optional.empty();
        }
        try {
            LocalDate day = named.date() != null
                    ? named.date()
                    : LocalDate.of(date[2] + (date[2] < FIRST_OF_1900 ? 2000 : 1900), date[1], date[0]);
            if (named.withheld() && day.equals(LocalDate.of(1985, 1, 1))) {
                return Optional.empty();
            }
            return Optional.of(day.atTime(time[0], time[1], time[2]));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    static String startdate(LocalDate date) {
        return String.format(Locale.ROOT, "%02d-%s-%04d", date.getDayOfMonth(),
                MONTHS.get(date.getMonthValue() - 1), date.getYear());
    }
}
