import { v5 } from 'uuid';
import { z } from 'zod';
import type { LedgerEvent } from '../../../events/catalogue.ts';
import type { RecordedEvent } from '../../../events/decode.ts';
import { digestOf, encodeDisclosure } from '../../../events/disclosure.ts';
import type { Envelope } from '../../../events/envelope.ts';
import { parseMoment } from '../../../events/time.ts';
import { type Listings, parseListing } from '../../../scripts/figures/listing.ts';
import type { Act } from '../../../scripts/history/act.ts';
import { LogFold } from '../../../src/population/log-fold.ts';
import type { Opening } from '../../../src/population/opening.ts';
import { populationOf } from '../../../src/population/population.ts';
import { populationJson } from '../../../src/population/writing.ts';
import type { Opened } from '../../../src/vault/vault.ts';
import { listed } from '../../store/events.ts';

const namespace = '7f7b3f52-94a1-4c0b-8a38-0d5a3b1f8a11';
const uuids = new Map<string, string>();
/** The same words give the same one; most come thousands of times. */
function uuid(words: string): string {
  const known = uuids.get(words) ?? v5(words, namespace);
  uuids.set(words, known);
  return known;
}

const RECORDED_AT = '2026-01-05T09:00:00.000Z';
const framework = `mapped@1#${'a'.repeat(64)}`;

const Person = z.object({
  person: z.string(),
  kind: z.enum(['human', 'organisation', 'service']),
  name: z.string(),
});
const Received = z.object({ framework: z.string() });
const Revised = z.object({ fields: z.record(z.string(), z.string()) });
const Screened = z.object({ riskTier: z.string().exactOptional() });
const Seats = z.object({
  seats: z.array(
    z.object({
      seat: z.string(),
      capacity: z.string(),
      label: z.string(),
      holder: z.string().exactOptional(),
    }),
  ),
});

/**
 * The listings of a history that is not imported but played: each act becomes the event that recording it would come to,
 * without rules, bytes or a vault, so that 180,000 of them take seconds. One pass folds them for all the times asked for.
 */
export async function played(acts: AsyncIterable<Act>, asOf: readonly (string | null)[]): Promise<Listings> {
  const folds = new Map(asOf.map((day) => [day, new LogFold(instant(day))]));
  const player = new Player();
  for await (const act of acts) {
    // No figure reads the framework.
    if (act.act === 'framework') continue;
    const event = player.play(act);
    for (const fold of folds.values()) fold.add(event, event.id);
  }
  return async (kind, day) => {
    const fold = folds.get(day);
    if (fold === undefined) throw new Error(`nothing was folded as of ${day}`);
    const population = populationOf(fold, player, { kind, asOf: instant(day) });
    return parseListing((await listed(populationJson(population))).join(''));
  };
}

const instant = (day: string | null): string | null => (day === null ? null : parseMoment(day, 'as-of'));

/** Makes events of acts, and opens what it sealed. */
class Player implements Opening {
  readonly #disclosures = new Map<string, string>();
  readonly #revisions = new Map<string, number>();
  /** People whom a submission's stream has named. */
  readonly #linked = new Set<string>();
  #count = 0;

  async open(digests: Iterable<string>): Promise<ReadonlyMap<string, Opened>> {
    const opened = new Map<string, Opened>();
    for (const digest of digests) {
      const disclosure = this.#disclosures.get(digest);
      const filed = { audience: 'auditors', stream: '', name: '', author: '', about: [] } as const;
      if (disclosure === undefined) opened.set(digest, { state: 'missing' });
      else opened.set(digest, { state: 'opened', disclosure: { digest, disclosure, ...filed } });
    }
    return opened;
  }

  play(act: Act): RecordedEvent {
    const event = this.#eventOf(act);
    const stream = act.submission === undefined ? 'directory' : `submission-${uuid(act.submission)}`;
    const revision = (this.#revisions.get(stream) ?? -1) + 1;
    this.#revisions.set(stream, revision);
    const by = act.by === undefined ? {} : { by: pseudonym(act, act.by) };
    const as = act.as === undefined ? {} : { as: act.as };
    const envelope: Envelope = {
      v: 1,
      id: `event ${this.#count++}`,
      stream,
      revision,
      recordedAt: RECORDED_AT,
      occurred: act.at ?? 'unknown',
      actor: { person: 'importer', role: 'service', via: 'import' },
      basis: { directory: 0 },
      command: '',
      correlation: '',
      causation: '',
      imported: { source: 'played', broke: [], ...by, ...as },
    };
    return Object.assign({ ...envelope, sealed: this.#sealed(act) }, event);
  }

  #eventOf(act: Act): LedgerEvent {
    switch (act.act) {
      case 'person': {
        const { person, kind } = Person.parse(act);
        return { type: 'PersonRegistered', data: { person: uuid(person), kind } };
      }
      case 'receive-submission':
        return { type: 'SubmissionReceived', data: { framework: Received.parse(act).framework, fields: {} } };
      case 'revise-submission': {
        const changed = Object.keys(Revised.parse(act).fields);
        return { type: 'SubmissionRevised', data: { version: 2, changed, material: false, fields: {} } };
      }
      case 'screen-submission':
        return {
          type: 'SubmissionScreened',
          data: { version: 1, framework, scope: 'in', presumed: [], ...Screened.parse(act) },
        };
      case 'convene-panel': {
        const seats = Seats.parse(act).seats.map(({ seat, capacity, holder }) =>
          holder === undefined ? { seat, capacity } : { seat, capacity, holder: pseudonym(act, holder) },
        );
        return { type: 'PanelConvened', data: { panelNumber: 1, framework, seats } };
      }
      case 'add-comment':
        return { type: 'CommentAdded', data: { visibility: 'participants' } };
      case 'propose-decision':
        return {
          type: 'DecisionProposed',
          data: { proposal: { outcome: 'approved', conditions: [] }, texts: {} },
        };
      case 'issue-decision':
        return issued(act);
      case 'publish-decision':
        return { type: 'DecisionPublished', data: { withheld: [] } };
      case 'revoke-decision':
        return { type: 'DecisionRevoked', data: {} };
      default:
        throw new Error(`no event is known for ${act.act}`);
    }
  }

  #sealed(act: Act): RecordedEvent['sealed'] {
    const auditors = this.#namedIn(act).flatMap((person) => this.#link(act, person));
    if (act.act === 'person') {
      const { person, name } = Person.parse(act);
      return { auditors: [this.#seal('name', name), this.#seal('sourceKey', person)] };
    }
    if (act.act !== 'convene-panel') return auditors.length === 0 ? {} : { auditors };
    const labels = Seats.parse(act).seats.map(({ seat, label }) => this.#seal(`labels.${seat}`, label));
    return { auditors, participants: labels };
  }

  #namedIn(act: Act): readonly string[] {
    const by = act.by === undefined ? [] : [act.by];
    if (act.act !== 'convene-panel') return by;
    const holders = Seats.parse(act).seats.flatMap(({ holder }) => (holder === undefined ? [] : [holder]));
    return [...by, ...holders];
  }

  #link(act: Act, person: string): readonly string[] {
    const name = pseudonym(act, person);
    if (this.#linked.has(name)) return [];
    this.#linked.add(name);
    return [this.#seal(`links.${name}`, uuid(person))];
  }

  #seal(name: string, value: string): string {
    const salt = Buffer.from(String(this.#count++).padStart(16)).toString('base64url');
    const disclosure = encodeDisclosure({ salt, name, value });
    const digest = digestOf(disclosure);
    this.#disclosures.set(digest, disclosure);
    return digest;
  }
}

const pseudonym = (act: Act, person: string): string => `${person} in ${act.submission}`;

function issued(act: Act): LedgerEvent {
  const evaluation = {
    evaluator: 'evaluator-1' as const,
    rules: framework,
    at: RECORDED_AT,
    version: 1,
    inputs: [],
    atoms: [],
    result: [],
  };
  const decision = `${act.submission} decided`;
  const data = { decision, outcome: 'approved' as const, evaluation, conditions: [], effective: RECORDED_AT };
  return { type: 'DecisionIssued', data };
}
