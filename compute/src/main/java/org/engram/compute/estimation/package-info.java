/**
 * What can be fitted. An estimator holds its options and never changes; {@code fit} gives an immutable model. Anything
 * that fits can be cross-validated, permuted and searched.
 */
package org.engram.compute.estimation;
