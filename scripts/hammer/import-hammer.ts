import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dataFolder, makeDataFolder } from '../../src/folder/data-folder.ts';
import { initLedger } from '../../src/folder/init-ledger.ts';
import { openLedger } from '../../src/folder/open-ledger.ts';
import { drawing } from '../bench/draw.ts';
import { generatedHistory } from '../bench/generated-history.ts';
import { writeHistory } from '../history/write.ts';
import { type Acknowledged, checkLedger } from './check-ledger.ts';
import { importInto } from './import-into.ts';
import { statesIn } from './states.ts';

export interface HammerOptions {
  readonly seed: number;
  /** How often the importing process is killed. */
  readonly times: number;
  /** Submissions of each history; a history that is through is followed by the one of the next seed. */
  readonly submissions: number;
  readonly onRound?: (round: Round) => void;
}

/** What one kill, or the end of one history, came to. */
export interface Round {
  /** Begin again here with `--seed`. */
  readonly seed: number;
  readonly kill: number;
  readonly ended: 'killed' | 'whole';
  /** Commands acknowledged in this round, and so far. */
  readonly acknowledged: number;
  readonly soFar: number;
  readonly events: number;
  readonly findings: readonly string[];
  /** Where the ledger was left, if there is anything to look at. */
  readonly folder?: string;
}

/** Kills imports at moments drawn from the seed, checks the ledger after each, and imports on. Returns the findings. */
export async function hammerImport(options: HammerOptions): Promise<readonly string[]> {
  const findings: string[] = [];
  let kills = 0;
  for (let seed = options.seed; kills < options.times; seed += 1) {
    const rounds = await hammerHistory(seed, options.times - kills, options);
    kills += rounds.filter(({ ended }) => ended === 'killed').length;
    for (const round of rounds) findings.push(...round.findings);
  }
  return findings;
}

async function hammerHistory(
  seed: number,
  mostKills: number,
  options: HammerOptions,
): Promise<readonly Round[]> {
  const draw = drawing(seed);
  const folder = mkdtempSync(join(tmpdir(), `hammer-${seed}-`));
  const [data, file] = [join(folder, 'data'), join(folder, 'history.ndjson')];
  const generated = { seed, submissions: options.submissions, comments: 20, textBytes: 200 };
  await writeHistory(asynchronous(generatedHistory(generated)), file);
  await initLedger({ data });
  const acknowledged: Acknowledged[] = [];
  const rounds: Round[] = [];
  const note = async (ended: Round['ended'], before: number, also: readonly string[] = []): Promise<void> => {
    const ledger = await openLedger({ data });
    const checked = await checkLedger(ledger, acknowledged);
    await ledger.close();
    const found = [...checked.findings, ...also];
    const kill = rounds.length + 1;
    const counts = {
      acknowledged: acknowledged.length - before,
      soFar: acknowledged.length,
      events: checked.events,
    };
    const round = { seed, kill, ended, ...counts, findings: found, ...(found.length > 0 ? { folder } : {}) };
    rounds.push(round);
    options.onRound?.(round);
  };
  for (let ended = 'killed'; ended === 'killed'; ) {
    const before = acknowledged.length;
    // Mostly after some acts, at times before the first: while what is there already is gone through again.
    const lines = draw(4) === 0 ? 1 : draw(10 * options.submissions);
    const respite = rounds.length < mostKills ? { lines, ms: draw(40) } : null;
    const child = await importUntilKilled(data, file, respite, (each) => acknowledged.push(each));
    ended = child.ended;
    const failed = child.ended === 'failed' ? ['the import failed by itself'] : [];
    const differs = child.ended === 'whole' ? await differsFromUninterrupted(folder, data, file) : [];
    await note(child.ended === 'killed' ? 'killed' : 'whole', before, [...failed, ...differs]);
  }
  if (rounds.every(({ findings }) => findings.length === 0)) rmSync(folder, { recursive: true });
  return rounds;
}

async function* asynchronous<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

/** How many lines a child may say, and for how long it goes on after the last of them. */
interface Respite {
  readonly lines: number;
  readonly ms: number;
}

/** Lets the import run for its respite, or, without one, to its end. */
async function importUntilKilled(
  data: string,
  file: string,
  respite: Respite | null,
  onAcknowledged: (acknowledged: Acknowledged) => void,
): Promise<{ readonly ended: 'killed' | 'whole' | 'failed' }> {
  const script = fileURLToPath(new URL('import-child.js', import.meta.url));
  const child = spawn(process.execPath, [script, data, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise<number | string | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  let lines = 0;
  let killing: Promise<void> | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    lines += 1;
    const [stream = '', command = '', ...events] = line.split(' ');
    // A line that the kill cut short acknowledges nothing that could be read.
    if (events.length > 0 && events.every(({ length }) => length === 36))
      onAcknowledged({ stream, command, events });
    if (respite !== null && lines >= respite.lines && killing === null) {
      killing = pause(respite.ms).then(() => {
        child.kill('SIGKILL');
      });
    }
  }
  const code = await exit;
  await killing;
  if (code === 'SIGKILL') return { ended: 'killed' };
  return { ended: code === 0 ? 'whole' : 'failed' };
}

/** The same history imported in one go, under the same import key, has to come to the same states. */
async function differsFromUninterrupted(
  folder: string,
  data: string,
  file: string,
): Promise<readonly string[]> {
  const whole = dataFolder(join(folder, 'uninterrupted'));
  makeDataFolder(whole);
  mkdirSync(whole.keys, { recursive: true });
  copyFileSync(dataFolder(data).importKey, whole.importKey);
  await initLedger({ data: whole.path });
  const uninterrupted = await openLedger({ data: whole.path });
  await importInto(uninterrupted, { files: [file], source: 'hammer' });
  const expected = await statesIn(uninterrupted);
  await uninterrupted.close();
  const hammered = await openLedger({ data });
  const actual = await statesIn(hammered);
  await hammered.close();
  const streams = new Set([...expected.keys(), ...actual.keys()]);
  return [...streams]
    .filter((stream) => expected.get(stream) !== actual.get(stream))
    .map((stream) => `${stream} came to another state than in an import that was not interrupted`);
}
