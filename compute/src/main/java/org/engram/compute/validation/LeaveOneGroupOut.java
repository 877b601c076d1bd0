package org.engram.compute.validation;

import java.util.List;
import org.engram.compute.estimation.Labels;

/**
 * Tests each group (run, session, subject) in turn with what was learned from all others, groups in natural order
 * (numbers inside names count as numbers). The usual scheme for fMRI runs, because volumes of one run share slow noise.
 *
 * @param kind what a group is, in the singular: "run"
 */
public record LeaveOneGroupOut(String kind) implements Splitter {
    @Override
    public List<Split> split(Labels y, List<String> groups) {
        Groups found = Groups.require(groups, y.size(), 2, describe(), kind);
        return TestFolds.splits(found.codes(), found.count(), g -> TestFolds.named(kind, found.name(g)));
    }

    @Override
    public String describe() {
        return "leave one " + kind + " out";
    }
}
