import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type EventType, LedgerEvent } from '../../events/catalogue.ts';
import type { RecordedEvent } from '../../events/decode.ts';
import { Roles } from '../../events/ids.ts';
import { eventSchemas } from '../../events/schemas.ts';
import {
  directoryStream,
  erasureStream,
  frameworkStream,
  ledgerStream,
  reportStream,
  type StreamKind,
  submissionStream,
} from '../../events/stream.ts';
import { leafHash } from '../../projections/merkle/hash.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { accessFileLines, digestOfAccessFile } from '../../src/access/access-file.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { parseSignerKey } from '../../src/checkpoint/note-key.ts';
import { specOf } from '../../src/commands/parse.ts';
import { commandRules } from '../../src/permissions/commands.ts';
import { commandsRecording } from '../../src/permissions/events-of.ts';
import { Vector, vectorFolder, vectorName } from '../events/vector.ts';
import { criteriaHash, definitionOf } from '../handle/world.ts';
import { logKeyFor } from '../log-keys.ts';
import { type Circumstance, Recorder, type Recording, saltOf, uuid } from '../recorded.ts';

export const origin = 'ledger.example/rich';
const keys = { one: logKeyFor(origin), two: makeLogKey(origin), three: makeLogKey(origin) };
/** The log's two active keys; the third is retired. */
export const signers = [keys.one, keys.two].map(({ signer }) => parseSignerKey(signer));

export interface RichLedger {
  readonly recordings: readonly Recording[];
  readonly disclosures: ReadonlyMap<string, string>;
  /** What `DisclosuresErased` names. */
  readonly erased: readonly string[];
  readonly accessFile: (day: string) => readonly string[] | null;
}

const ledger = uuid('rich ledger');
const administrator = uuid('administrator');
const registrar = uuid('registrar');
const everybody = uuid('everybody');
const submission = uuid('rich submission');
const alias = uuid('alias of everybody');
const day = '2026-01-04';
const framework = definitionOf();
const ref = `${framework.key}@1#${criteriaHash}`;

/**
 * A ledger with at least one event of every type that there is, of which everything holds that `verify` claims: what the
 * frozen vectors say, put into envelopes that fit together.
 */
export function richLedger(): RichLedger {
  const making = new Making();
  making.found();
  making.publish();
  for (const kind of ['ledger', 'directory', 'framework', 'submission', 'report'] as const) making.all(kind);
  making.erase();
  making.import();
  return making;
}

class Making implements RichLedger {
  readonly recordings: Recording[] = [];
  readonly erased: string[] = [];
  readonly #recorder = new Recorder();
  readonly #made = new Map<EventType, RecordedEvent>();
  readonly #access = [...accessFileLines({ day, salt: Buffer.alloc(32, 7) }, rows)];
  #directory = -1;
  #commands = 0;

  get disclosures(): ReadonlyMap<string, string> {
    return this.#recorder.disclosures;
  }
  accessFile = (asked: string): readonly string[] | null => (asked === day ? this.#access : null);

  found(): void {
    const operator = { via: 'operator' } as const;
    const opened = { ledger, origin, logKey: keys.one.verifier, administrator, registrar };
    this.#record(ledgerStream, [event('LedgerOpened', opened)], {
      by: registrar,
      role: 'registrar',
      ...operator,
    });
    const person = (id: string, name: string): LedgerEvent =>
      event('PersonRegistered', { person: id, kind: 'human', name, secret: 'c'.repeat(42).concat('A') });
    const asAdministrator: Circumstance = { by: administrator, role: 'administrator', ...operator };
    const asRegistrar: Circumstance = { by: registrar, role: 'registrar', ...operator };
    const granted = (id: string, role: string): LedgerEvent => event('RoleGranted', { person: id, role });
    this.#record(directoryStream, [person(registrar, 'Registrar')], asAdministrator);
    this.#record(directoryStream, [person(administrator, 'Administrator')], asRegistrar);
    this.#record(directoryStream, [granted(registrar, 'registrar')], asAdministrator);
    this.#record(directoryStream, [granted(administrator, 'administrator')], asRegistrar);
    this.#record(directoryStream, [person(everybody, 'Everybody')], { ...asRegistrar, via: 'token' });
    // A verifier is one by what a decision says.
    for (const role of Roles.filter((each) => each !== 'verifier'))
      this.#record(directoryStream, [granted(everybody, role)], { ...asRegistrar, via: 'token' });
    this.#record(directoryStream, [granted(registrar, 'privacy-officer')], { ...asRegistrar, via: 'token' });
  }

  publish(): void {
    const { key, version, criteria, ...terms } = framework;
    const published = { version, hash: criteriaHash, terms, criteria: criteria.length };
    this.#record(frameworkStream(key), [
      event('FrameworkPublished', published),
      ...criteria.map((criterion, order) => event('CriterionPublished', { version, order, criterion })),
    ]);
  }

  /** One of each type of such streams that is not there yet. */
  all(kind: StreamKind): void {
    for (const { shape } of catalogue[kind]) {
      const type = shape.type.value;
      if (!this.#made.has(type)) this.#record(streamOf(kind), [this.#of(type)]);
    }
    if (kind === 'submission') this.#record(directoryStream, [this.#of('EntryCorrected')]);
  }

  erase(): void {
    const stream = erasureStream(uuid('rich erasure'));
    const said = this.#made.get('CommentAdded')?.sealed ?? {};
    this.erased.push(...Object.values(said).flat());
    const { data } = this.#of('ErasureProposed');
    const [proposed] = this.#record(stream, [
      event('ErasureProposed', { ...data, digests: this.erased }),
    ]).events;
    const approval = event('ErasureApproved', { proposal: proposed?.id });
    this.#record(stream, [approval], { by: registrar, role: 'privacy-officer' });
    this.#record(stream, [
      event('DisclosuresErased', { proposal: proposed?.id, part: 1, of: 1, digests: this.erased }),
    ]);
  }

  /** Two acts of a submission that was taken over from elsewhere. */
  import(): void {
    const stream = submissionStream(uuid('imported submission'));
    const importer = uuid('alias of the importer');
    const given: Circumstance = {
      by: importer,
      role: 'service',
      via: 'import',
      imported: { source: 'elsewhere', by: uuid('alias of somebody'), as: 'editor', broke: ['late'] },
      occurred: { from: '2019-03', to: '2019-04-01' },
    };
    const links = { [importer]: everybody, [uuid('alias of somebody')]: everybody };
    const received = this.#of('SubmissionReceived');
    this.#record(stream, [event('SubmissionReceived', { ...received.data, links })], given);
    this.#record(stream, [this.#of('CommentAdded')], given);
  }

  #record(
    stream: string,
    events: readonly [LedgerEvent, ...LedgerEvent[]],
    given: Circumstance = {},
  ): Recording {
    this.#commands += 1;
    const command = uuid(`rich command ${this.#commands}`);
    const [{ type }] = events;
    const acting = { ...this.#acting(type, stream), ...given };
    const recording = this.#recorder.record(stream, events, {
      // Version 5 is of the ledger's own commands; people's are of another.
      command: acting.via === 'system' ? command : command.replace(/^(.{14})5/, '$14'),
      basis: { directory: this.#directory < 0 ? null : this.#directory },
      ...acting,
    });
    this.recordings.push(recording);
    for (const each of recording.events) if (!this.#made.has(each.type)) this.#made.set(each.type, each);
    if (stream === directoryStream) this.#directory += events.length;
    return recording;
  }

  /** Who may record such an event, by the table of permissions. */
  #acting(type: EventType, stream: string): Circumstance {
    const commands = commandsRecording(type).filter((name) => stream.startsWith(specOf(name).stream));
    const rules = commands.map((name) => commandRules[name]);
    const grant = rules.flatMap(({ grants }) => grants)[0];
    if (grant === undefined && rules.length > 0) return { by: ledger, role: 'service', via: 'system' };
    const by = stream.startsWith('submission-') ? alias : everybody;
    return { by, role: grant?.role ?? 'reporter', via: 'token' };
  }

  /** What the vector of a type says, with what has to fit this ledger. */
  #of(type: EventType): LedgerEvent {
    const { v = 1 } = eventSchemas.get(type) ?? {};
    const text = readFileSync(join(vectorFolder, vectorName(type, v)), 'utf8');
    const { links: _, ...data } = { links: null, ...Vector.parse(JSON.parse(text)).revealed };
    return event(type, { ...data, ...this.#fitting(type, data) });
  }

  #fitting(type: EventType, data: Readonly<Record<string, unknown>>): object {
    const judged = this.#made.get('JudgmentRecorded')?.id ?? '';
    const raised = this.#made.get('ConcernRaised')?.id ?? '';
    const voted = this.#made.get('ConcernVoteRecorded')?.id ?? '';
    switch (type) {
      case 'LogKeyAdded':
        return { key: keys.two.verifier };
      case 'LogKeyRetired':
        this.#record(ledgerStream, [event('LogKeyAdded', { key: keys.three.verifier })]);
        return { key: keys.three.verifier };
      case 'AccessSealed':
        return { ...digestOfAccessFile(this.#access), previous: undefined };
      case 'ExportProduced':
        return this.#head();
      case 'SubmissionReceived':
        return { fields: fields('first'), links: { [alias]: everybody } };
      case 'SubmissionRevised':
        // One field changes, the other keeps its digest.
        return { fields: { ...this.#unchanged(), title: { audience: 'public', value: 'Another title' } } };
      case 'SubmissionScreened':
      case 'PanelConvened':
        return { framework: ref };
      case 'DecisionIssued':
        return { evaluation: { ...toObject(data['evaluation']), rules: ref } };
      case 'JudgmentOpened':
        return {
          act: judged,
          salt: saltOf(judged, 'judgment'),
          judgment: valueIn(this.#of('JudgmentRecorded'), 'judgment'),
        };
      case 'ConcernOpened':
        return {
          act: raised,
          salt: saltOf(raised, 'content'),
          content: valueIn(this.#of('ConcernRaised'), 'content'),
        };
      case 'VoteOpened':
        return {
          act: voted,
          salt: saltOf(voted, 'vote'),
          vote: valueIn(this.#of('ConcernVoteRecorded'), 'vote'),
        };
      default:
        return {};
    }
  }

  /** The head as it is now. */
  #head(): object {
    const tree = new CompactRange();
    for (const { bytes } of this.recordings)
      for (const { body } of bytes) tree.append(leafHash(Buffer.from(body)));
    return { from: 0, size: tree.size, root: Buffer.from(tree.root()).toString('base64') };
  }

  #unchanged(): object {
    const received = this.#made.get('SubmissionReceived');
    return received?.type === 'SubmissionReceived' ? received.data.fields : {};
  }
}

const rows = [
  {
    at: `${day}T09:00:00.000Z`,
    fields: ['reasons'],
    person: uuid('everybody'),
    purpose: 'timeline',
    submission,
  },
  { at: `${day}T10:00:00.000Z`, fields: ['text'], person: uuid('everybody'), purpose: 'export', submission },
];

const fields = (what: string): object => ({
  title: { audience: 'public', value: `The ${what} title` },
  purpose: { audience: 'participants', value: `The ${what} purpose` },
  risk: { audience: 'panel', value: `The ${what} risk` },
});

const event = (type: EventType, data: object): LedgerEvent =>
  LedgerEvent.parse({
    type,
    data: Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)),
  });

const valueIn = ({ data }: LedgerEvent, name: string): unknown => new Map(Object.entries(data)).get(name);

const toObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

function streamOf(kind: StreamKind): string {
  const singletons = {
    ledger: ledgerStream,
    directory: directoryStream,
    framework: frameworkStream(framework.key),
  };
  if (kind === 'submission') return submissionStream(submission);
  if (kind === 'report') return reportStream(uuid('rich report'));
  return kind === 'erasure' ? erasureStream(uuid('rich erasure')) : singletons[kind];
}
