/**
 * What this software wrote into its own views file, read back. The file's fingerprint stands for the shape: whatever
 * another version wrote is made anew before anything is read.
 */
export const parsed = <T>(text: string): T => JSON.parse(text) as T;
