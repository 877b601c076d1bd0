package org.engram.compute.validation;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.EngramException;

/**
 * Splitters by the names people type. {@code K}, {@code P} and {@code N} stand for numbers, {@code G} for run, session,
 * subject or group.
 *
 * <ul>
 * <li>{@code leave-one-G-out}, {@code leave-P-Gs-out}: {@link LeaveOneGroupOut}, {@link LeavePGroupsOut}
 * <li>{@code K-fold}, {@code stratified-K-fold}, {@code G-K-fold}: {@link KFold}, {@link StratifiedKFold},
 * {@link GroupKFold}
 * <li>{@code shuffle-N}, {@code stratified-shuffle-N}: N random splits that test a tenth ({@link ShuffleSplit},
 * {@link StratifiedShuffleSplit})
 * </ul>
 */
public final class Splitters {
    private static final String KIND = "(run|session|subject|group)";
    private static final Pattern LEAVE_ONE = Pattern.compile("leave-one-" + KIND + "-out");
    private static final Pattern LEAVE_SEVERAL = Pattern.compile("leave-(\\d{1,6})-" + KIND + "s?-out");
    private static final Pattern FOLD = Pattern
            .compile("(?:(stratified|run|session|subject|group)-)?(\\d{1,6})-fold");
    private static final Pattern SHUFFLE = Pattern.compile("(stratified-)?shuffle-(\\d{1,6})");
    private static final double TEST_FRACTION = 0.1;

    private Splitters() {}

    /** @return examples of every kind of name, for help texts and messages */
    public static List<String> names() {
        return List.of("leave-one-run-out", "leave-one-session-out", "leave-one-subject-out",
                "leave-one-group-out",
                "leave-2-runs-out", "5-fold", "stratified-10-fold", "run-5-fold", "session-5-fold",
                "subject-5-fold",
                "group-5-fold", "shuffle-30", "stratified-shuffle-30");
    }

    /**
     * @param name a name as above, in any case
     * @param seed seed of the random splitters; the others do not use it
     * @return that splitter
     */
    public static Splitter named(String name, long seed) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        Splitter found = null;
        Matcher one = LEAVE_ONE.matcher(wanted);
        Matcher several = LEAVE_SEVERAL.matcher(wanted);
        Matcher fold = FOLD.matcher(wanted);
        Matcher shuffle = SHUFFLE.matcher(wanted);
        try {
            if (one.matches()) {
                found = new LeaveOneGroupOut(one.group(1));
            } else if (several.matches()) {
                found = new LeavePGroupsOut(Integer.parseInt(several.group(1)), several.group(2));
            } else if (fold.matches()) {
                found = folds(fold.group(1), Integer.parseInt(fold.group(2)));
            } else if (shuffle.matches()) {
                int repeats = Integer.parseInt(shuffle.group(2));
                found = shuffle.group(1) == null
                        ? new ShuffleSplit(repeats, TEST_FRACTION, seed)
                        : new StratifiedShuffleSplit(repeats, TEST_FRACTION, seed);
            }
        } catch (IllegalArgumentException e) {
            throw new EngramException("cross-validation scheme '" + name + "': " + e.getMessage(), e);
        }
        if (found == null) {
            throw new EngramException("there is no cross-validation scheme '" + name + "': use one of "
                    + String.join(", ", names()) + " (with any number in place of these)");
        }
        return found;
    }

    private static Splitter folds(String kind, int folds) {
        if (kind == null) {
            return new KFold(folds);
        }
        return kind.equals("stratified") ? new StratifiedKFold(folds) : new GroupKFold(folds, kind);
    }
}
