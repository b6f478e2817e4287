import type { CommandData } from '../../src/commands/catalogue.ts';
import { findings, versionOne } from './framework.ts';
import { type Act, act } from './given.ts';
import { idOf, type Name } from './people.ts';

/** Acts that most tests begin with, by the people who usually do them. */
export const received = (changes: Partial<CommandData<'receive-submission'>> = {}): Act =>
  act('sub', 'receive-submission', {
    framework: 'tests',
    fields: { title: 'Convoy routing', purpose: 'Plan supply routes' },
    ...changes,
  });

export const screened = (changes: Partial<CommandData<'screen-submission'>> = {}): Act =>
  act('sec', 'screen-submission', { scope: 'in', ...changes });

/** Due 2026-01-30, grace one day, hard stop 2026-02-06. */
export const deadline = {
  due: '2026-01-30T17:00:00.000Z',
  graceUntil: '2026-01-31T17:00:00.000Z',
  hardStop: '2026-02-06T17:00:00.000Z',
  zone: 'Europe/London',
};

const teams: Partial<Record<Name, string>> = {
  ana: 'product-policy',
  ben: 'product-policy',
  cem: 'national-security',
  dua: 'national-security',
  eli: 'national-security',
};

/** The team for which a person sits. */
export const teamOf = (name: Name): string => teams[name] ?? 'product-policy';

/** A seat named for each person: seat `ana` is ana's. */
export const seatsFor = (...names: readonly Name[]): CommandData<'convene-panel'>['seats'] =>
  names.map((name) => ({ seat: name, holder: idOf(name), team: teamOf(name) }));

export const convened = (...names: readonly Name[]): Act =>
  act('sec', 'convene-panel', {
    seats: seatsFor(...(names.length === 0 ? (['ana', 'ben', 'cem', 'dua'] as const) : names)),
    deadline,
  });

/** One millisecond after the hard stop. */
export const afterHardStop = '2026-02-06T17:00:00.001Z';

export const imported = { source: 'archive' };
/** The same act, taken over from a source. */
export const inHistory = (given: Act): Act => ({ ...given, imported });

export const noInterest = (name: Name): Act => act(name, 'declare-interest', { seat: name, kind: 'none' });

/** Received, screened, convened, and everyone has declared that they have no interest. */
export const underReview = (...names: readonly Name[]): readonly Act[] => {
  const panel = names.length === 0 ? (['ana', 'ben', 'cem', 'dua'] as const) : names;
  return [received(), screened(), convened(...panel), ...panel.map(noInterest)];
};

/** Everything meets and the seat supports, but for what `changes` says; `found` changes single findings. */
export const judged = (
  name: Name,
  changes: Partial<CommandData<'record-judgment'>> = {},
  found: Readonly<Record<string, string>> = {},
): Act =>
  act(name, 'record-judgment', {
    seat: name,
    version: 1,
    criteria: versionOne.hash,
    findings: findings(found),
    position: 'support',
    ...changes,
  });

/** A block that cites a criterion. */
export const blocked = (
  name: Name,
  criterion: string,
  found: Readonly<Record<string, string>> = {},
  changes: Partial<CommandData<'record-judgment'>> = {},
): Act =>
  judged(
    name,
    {
      position: 'block',
      concern: { criterion, concern: 'It crosses the line', resolvedIf: 'It is taken out' },
      ...changes,
    },
    found,
  );

/** An attachment as its reader sees it. */
export const plan = {
  blob: '7c0e8a8e-3f0f-4f5e-8e5e-0d8f1b0a7c11',
  sha256: 'b'.repeat(64),
  bytes: 3,
  mediaType: 'text/plain',
  name: 'plan.txt',
};
