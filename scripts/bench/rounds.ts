import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Benched, Measured, Measuring } from './measured.ts';

const child = fileURLToPath(new URL('./child.js', import.meta.url));
const Said = z.strictObject({
  events: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  megabytes: z.number(),
});

export type Round = ReadonlyMap<Benched, Measured>;

/**
 * So many rounds, in each of which everything is measured once, one after the other: what slows the machine for a while
 * slows all of a round, and their order moves on by one from round to round. The first round is not counted.
 */
export async function* roundsOf(
  which: readonly Benched[],
  on: Measuring,
  rounds: number,
): AsyncGenerator<Round> {
  for (let round = 0; round <= rounds; round += 1) {
    const measured = new Map<Benched, Measured>();
    for (let at = 0; at < which.length; at += 1) {
      const what = which[(at + round) % which.length];
      if (what !== undefined) measured.set(what, await inChild(what, on));
    }
    if (round > 0) yield measured;
  }
}

async function inChild(what: Benched, { folder, vkey, data }: Measuring): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, what, folder, vkey, data]);
  return Said.parse(JSON.parse(stdout));
}

export interface Summary {
  readonly what: Benched;
  /** Median of all rounds, as the others. */
  readonly eventsPerSecond: number;
  readonly eventsPerCpuSecond: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Its processor time as a multiple of the floor's in the same round: what else the machine does hardly shows in it. */
  readonly timesFloor: { readonly least: number; readonly median: number; readonly most: number };
  /** The highest of all rounds. */
  readonly megabytes: number;
}

export function summaryOf(what: Benched, rounds: readonly Round[]): Summary {
  const measured = rounds.flatMap((round) => round.get(what) ?? []);
  const ratios = rounds.map(
    (round) => (round.get(what)?.cpuSeconds ?? Number.NaN) / (round.get('floor')?.cpuSeconds ?? Number.NaN),
  );
  return {
    what,
    eventsPerSecond: Math.round(median(measured.map(({ events, seconds }) => events / seconds))),
    eventsPerCpuSecond: Math.round(median(measured.map(({ events, cpuSeconds }) => events / cpuSeconds))),
    seconds: median(measured.map(({ seconds }) => seconds)),
    cpuSeconds: median(measured.map(({ cpuSeconds }) => cpuSeconds)),
    timesFloor: { least: Math.min(...ratios), median: median(ratios), most: Math.max(...ratios) },
    megabytes: Math.max(...measured.map(({ megabytes }) => megabytes)),
  };
}

/** The upper of the two middle ones where their number is even. */
function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
