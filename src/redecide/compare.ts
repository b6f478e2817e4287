import type { LedgerEvent } from '../../events/catalogue.ts';
import type { RecordedEvent } from '../../events/decode.ts';
import { isConfidential } from '../../events/fields.ts';
import { isJsonObject, toJson } from '../../events/json.ts';
import { schemaOf } from '../../events/schemas.ts';
import type { Decided } from '../decider/decided.ts';
import type { Fault } from './report.ts';
import { jsonText, sameJson } from './same-json.ts';

export interface Comparison {
  /** Open fields that depend on what is sealed, or that another check compares. */
  readonly skipped?: ReadonlySet<string>;
  /** Rules that cannot be asked without a link or a sealed text: they may stand in a `broke` list or not. */
  readonly unaskable?: ReadonlySet<string>;
}

/** What an act comes to, decided again, beside what is recorded. Sealed fields are not looked at: `verify` accounts for them. */
export function differences(
  decided: Decided,
  recorded: readonly [RecordedEvent, ...RecordedEvent[]],
  comparison: Comparison = {},
): readonly Fault[] {
  return [
    ...eventFaults(decided.events, recorded, comparison),
    ...actorFaults(decided, recorded[0]),
    ...basisFaults(decided, recorded[0]),
    ...brokeFaults(decided, recorded[0], comparison),
  ];
}

function eventFaults(
  decided: readonly LedgerEvent[],
  recorded: readonly RecordedEvent[],
  { skipped = new Set() }: Comparison,
): readonly Fault[] {
  const length = Math.max(decided.length, recorded.length);
  return Array.from({ length }, (_, at) => at).flatMap((at): readonly Fault[] => {
    const [mine, theirs] = [decided[at], recorded[at]];
    if (theirs === undefined) {
      const says = `the act comes to ${mine?.type ?? ''} as well, and it is not there`;
      return [{ what: 'event-missing', says, at: recorded.length - 1 }];
    }
    if (mine === undefined)
      return [{ what: 'does-not-follow', says: `${theirs.type} does not follow from the act`, at }];
    if (mine.type !== theirs.type)
      return [{ what: 'does-not-follow', says: `the act comes to ${mine.type}, not to ${theirs.type}`, at }];
    return dataFaults(mine, theirs, skipped, at);
  });
}

function dataFaults(
  mine: LedgerEvent,
  theirs: RecordedEvent,
  skipped: ReadonlySet<string>,
  at: number,
): readonly Fault[] {
  const [a, b] = [membersOf(mine.data), membersOf(theirs.data)];
  const faults: Fault[] = [];
  for (const [name, { mark }] of schemaOf(theirs.type).fields) {
    if (isConfidential(mark) || skipped.has(name)) continue;
    const same =
      mark?.kind === 'submission-fields' ? sameFields(a[name], b[name]) : sameJson(a[name], b[name]);
    if (same) continue;
    const [come, stands] = [jsonText(a[name]) || 'nothing', jsonText(b[name]) || 'nothing'];
    const says = `${theirs.type}.${name}: the act comes to ${short(come)}, and ${short(stands)} is recorded`;
    faults.push({ what: 'content-differs', says, at });
  }
  return faults;
}

/** A field that keeps its digest has it still; one that is sealed anew has a digest of its own. */
function sameFields(mine: unknown, theirs: unknown): boolean {
  const [a, b] = [membersOf(mine), membersOf(theirs)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => {
    const [x, y] = [membersOf(a[name]), membersOf(b[name])];
    if (x['audience'] !== y['audience'] || y['digest'] === undefined) return false;
    return x['digest'] === undefined || x['digest'] === y['digest'];
  });
}

/** An importer acts as the service that it is; whose act it was stands beside that. */
function actorFaults(decided: Decided, { actor, imported }: RecordedEvent): readonly Fault[] {
  const faults: Fault[] = [];
  const role = imported === undefined ? decided.role : 'service';
  const team = imported === undefined ? decided.team : null;
  if (actor.role !== role)
    faults.push({
      what: 'role-differs',
      says: `the act is done as ${role}, and was recorded as ${actor.role}`,
    });
  if ((actor.team ?? null) !== team)
    faults.push({
      what: 'team-differs',
      says: `the act is done for ${team ?? 'no team'}, and was recorded for ${actor.team ?? 'none'}`,
    });
  return faults;
}

function basisFaults(decided: Decided, { basis }: RecordedEvent): readonly Fault[] {
  const faults: Fault[] = [];
  if ((basis.framework ?? null) !== decided.framework)
    faults.push({
      what: 'basis-differs',
      says: `the rules used are ${decided.framework ?? 'none'}, and the basis names ${basis.framework ?? 'none'}`,
    });
  if ((basis.version ?? null) !== decided.version)
    faults.push({
      what: 'basis-differs',
      says: `the version used is ${decided.version ?? 'none'}, and the basis names ${basis.version ?? 'none'}`,
    });
  return faults;
}

function brokeFaults(
  decided: Decided,
  { imported }: RecordedEvent,
  { unaskable = new Set() }: Comparison,
): readonly Fault[] {
  if (imported === undefined) return [];
  const asked = (rules: readonly string[]) => rules.filter((rule) => !unaskable.has(rule));
  const [mine, theirs] = [asked(decided.broke), asked(imported.broke)];
  const unnamed = mine.filter((rule) => !theirs.includes(rule));
  const unbroken = theirs.filter((rule) => !mine.includes(rule));
  return [
    ...unnamed.map(
      (rule): Fault => ({
        what: 'broke-differs',
        rule,
        says: `it breaks ${rule}, which its list does not name`,
      }),
    ),
    ...unbroken.map(
      (rule): Fault => ({
        what: 'broke-differs',
        rule,
        says: `its list names ${rule}, which it does not break`,
      }),
    ),
  ];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  const json = value === undefined ? null : toJson(value);
  return isJsonObject(json) ? json : {};
}

const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);
