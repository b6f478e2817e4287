/**
 * `npm run hammer -- import [--seed N] [--times 100] [--submissions 30] [--log FILE]`: kills an import with SIGKILL at
 * random moments and checks the ledger after each.
 * `npm run hammer -- requests [--seed N] [--times 100] [--log FILE]`: sends so many rounds of a thousand bad requests to a
 * real server.
 * One line of JSON a round; exit code 1 where anything was found. To look at a round again, begin with its seed.
 */
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hammerImport } from './hammer/import-hammer.ts';
import { hammerRequests } from './hammer/requests-hammer.ts';

const usual = { seed: '1', times: '100', submissions: '30' } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: usual.seed },
    times: { type: 'string', default: usual.times },
    submissions: { type: 'string', default: usual.submissions },
    log: { type: 'string' },
  },
});
const { log } = values;
const [seed, times, submissions] = [Number(values.seed), Number(values.times), Number(values.submissions)];
const areNumbers = [seed, times, submissions].every((value) => Number.isSafeInteger(value) && value > 0);
const onRound = (round: object): void => {
  const line = JSON.stringify(round);
  console.log(line);
  if (log !== undefined) appendFileSync(log, `${line}\n`);
};
const hammers: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  import: () => hammerImport({ seed, times, submissions, onRound }),
  requests: () => hammerRequests({ seed, requests: times * 1_000, onRound }),
};
const hammer = hammers[positionals.join()];

if (hammer === undefined || !areNumbers) {
  console.error(
    'npm run hammer -- import|requests [--seed N] [--times 100] [--submissions 30] [--log FILE], numbers above 0',
  );
  process.exitCode = 2;
} else {
  const findings = await hammer();
  console.log(findings.length === 0 ? `${times} times, nothing found` : `${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
