package org.engram.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.engram.core.Notice;
import org.junit.jupiter.api.Test;

class NoticeGroupsTest {
    @Test
    void whatDiffersByRunAndNumberIsToldOnce() {
        Notice other = new Notice("mask-computed", "no mask was given");
        assertEquals(List.of(
                new Notice("constant-voxels",
                        "run-1, run-2, run-3: 2688 to 2690 voxels of 4.5 mm are constant"),
                other, new Notice("constant-voxels", "run-4: one voxel is constant")),
                NoticeGroups.united(List.of(
                        new Notice("constant-voxels", "run-1: 2690 voxels of 4.5 mm are constant"), other,
                        new Notice("constant-voxels", "run-2: 2688 voxels of 4.5 mm are constant"),
                        new Notice("constant-voxels", "run-3: 2690 voxels of 4.5 mm are constant"),
                        new Notice("constant-voxels", "run-4: one voxel is constant"))));
    }

    @Test
    void sessionsBelongToTheNameAndOtherCodesStayApart() {
        Notice a = new Notice("x", "ses-1 run-1: cut");
        Notice b = new Notice("y", "ses-2 run-1: cut");
        assertEquals(List.of(a, b), NoticeGroups.united(List.of(a, b)));
        assertEquals(List.of(new Notice("x", "ses-1 run-1, ses-2 run-1: cut")),
                NoticeGroups.united(List.of(a, new Notice("x", "ses-2 run-1: cut"))));
    }
}
