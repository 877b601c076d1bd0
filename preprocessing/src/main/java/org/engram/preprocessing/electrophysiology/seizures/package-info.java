/**
 * Features of intracranial recordings that tell where a seizure begins: neural fragility (Li et al. 2021), line length, and
 * how power in a band changes at the onset.
 *
 * <p>Which way a feature points is part of the finding: in some seizures the onset contacts <em>lose</em> fast power (an
 * electrodecremental onset), so that ranking contacts by a rise of 4-250 Hz power ranks them last. A feature is therefore
 * given as it is, never folded at chance, and the direction has to be stated before the labels are looked at.
 */
package org.engram.preprocessing.electrophysiology.seizures;
