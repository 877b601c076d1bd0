/**
 * Training: one loop for every network ({@link org.engram.nn.training.Trainer}), update rules, schedules, averages, early
 * stopping, and checkpoints from which a killed run goes on exactly.
 */
package org.engram.nn.training;
