/** Events of sleep: spindles and slow waves in single channels, after the YASA algorithm (Vallat and Walker 2021). */
package org.engram.preprocessing.electrophysiology.sleep;
