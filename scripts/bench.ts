/**
 * `npm run bench -- [--rounds 5] [--submissions 2000 | --data DIR] [--json]`: verifies, decides again and exports a ledger,
 * next to the floor (the same export read, and SHA-256 over its bytes), interleaved. Of a generated ledger, or of the one
 * in DIR, of which an export is taken and put on record.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportedFrom, madeLedger } from './bench/made-ledger.ts';
import { benched } from './bench/measured.ts';
import { type Round, roundsOf, summaryOf } from './bench/rounds.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    submissions: { type: 'string', default: '2000' },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const { data, json } = values;
const [count, submissions] = [Number(values.rounds), Number(values.submissions)];
if (![count, submissions].every((value) => Number.isSafeInteger(value) && value > 0)) {
  console.error('npm run bench -- [--rounds 5] [--submissions 2000 | --data DIR] [--json], numbers above 0');
  process.exitCode = 2;
} else {
  const path = data === undefined ? null : mkdtempSync(join(tmpdir(), 'govledger-bench-'));
  const on =
    path === null || data === undefined
      ? await madeLedger(submissions)
      : { path, ...(await exportedFrom(data, join(path, 'export'))) };
  try {
    const rounds: Round[] = [];
    for await (const round of roundsOf(benched, on, count)) {
      rounds.push(round);
      console.error(`round ${rounds.length} of ${count}`);
    }
    const events = rounds[0]?.get('floor')?.events ?? 0;
    const summaries = benched.map((what) => summaryOf(what, rounds));
    if (json) console.log(JSON.stringify({ node: process.version, events, rounds: count, summaries }));
    else {
      console.log(`${events} entries, ${count} rounds, Node.js ${process.version}`);
      for (const { what, timesFloor, ...each } of summaries) {
        const { least, median, most } = timesFloor;
        const rate = `${each.eventsPerSecond} entries/s (${each.eventsPerCpuSecond} a CPU second)`;
        const cost = `${each.seconds.toFixed(2)} s, CPU ${each.cpuSeconds.toFixed(2)} s, ${each.megabytes} MB`;
        const times = `x${median.toFixed(1)} of the floor's CPU (${least.toFixed(1)} to ${most.toFixed(1)})`;
        console.log(`${what.padEnd(9)} ${rate}, ${cost}, ${times}`);
      }
    }
  } finally {
    rmSync(on.path, { recursive: true, force: true });
  }
}
