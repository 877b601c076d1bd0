/**
 * How well does it generalise, and could it be chance? Splitters that respect groups, cross-validation, permutation
 * tests, scores and their confidence intervals.
 */
package org.engram.compute.validation;
