import { readFileSync } from 'node:fs';

/** Commits in a write-ahead log since it was last restarted (sqlite.org/fileformat2.html §4.1). */
export function commitsIn(path: string): number {
  const log = readFileSync(path);
  const pageBytes = log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let commits = 0;
  for (let at = 32; at + 24 + pageBytes <= log.length; at += 24 + pageBytes) {
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    if (log.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}
