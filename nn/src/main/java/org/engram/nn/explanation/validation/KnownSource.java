package org.engram.nn.explanation.validation;

import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.Target;

/**
 * A task whose answer's source is known without editing the input: a target computed from one structure of the
 * subject's own segmentation, a lesion with its mask, a side.
 *
 * @param sample an input
 * @param target the answer
 * @param source where the answer comes from: one value per place or per value of the sample; not copied
 */
public record KnownSource(Sample sample, Target target, boolean[] source) {}
