/** Losses: functions of predictions and targets that give one number, in float32 at least, and differentiate. */
package org.engram.nn.losses;
