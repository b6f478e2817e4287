import { createHash, createPrivateKey } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { canonical } from '../../events/canonical.ts';
import { decode, type RecordedEvent } from '../../events/decode.ts';
import { eventId } from '../../events/derived-ids.ts';
import type { Audience } from '../../events/fields.ts';
import { toJson } from '../../events/json.ts';
import { digestsOf } from '../../events/reveal.ts';
import { erasureStream } from '../../events/stream.ts';
import { leafHash } from '../../projections/merkle/hash.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { formatCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { signNote } from '../../src/checkpoint/note.ts';
import { noteKeyTypes, parseSignerKey, verifierKey } from '../../src/checkpoint/note-key.ts';
import { type Exported, type ExportOptions, writeExport } from '../../src/ledger-export/write-export.ts';
import type { Published } from '../../src/log/published-log.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { memoryVault } from '../../src/vault/memory.ts';
import type { Disclosure, Vault } from '../../src/vault/vault.ts';
import { historyOf } from '../histories.ts';
import { appendAll, Recorder, type Recording, uuid } from '../recorded.ts';

export const origin = 'ledger.example/tests';

/** A key of the tests, the same in every run. */
export const signer = (() => {
  const seed = createHash('sha256').update('a log key of the tests').digest();
  const publicKey = publicKeyOf(seed);
  const vkey = verifierKey(origin, noteKeyTypes.ed25519, publicKey);
  const [, keyId] = vkey.split('+');
  const typed = Buffer.concat([Buffer.of(noteKeyTypes.ed25519), seed]).toString('base64');
  return parseSignerKey(`PRIVATE+KEY+${origin}+${keyId}+${typed}`);
})();

export interface Made {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly events: readonly RecordedEvent[];
}

/** A history of some reviews with all its texts in the vault. */
export async function made(acts = 400, store: EventStore = new MemoryStore()): Promise<Made> {
  const history = historyOf({ seed: 7, submissions: 5, acts, logKey: signer.vkey });
  const revised = unchanged(history.events, history.recordings);
  await appendAll(store, [...history.recordings, revised]);
  const vault = memoryVault();
  await vault.put(disclosuresOf(history.events, history.disclosures));
  return { store, vault, events: [...history.events, ...revised.events] };
}

/** A revision in which every field keeps the digest that it had. */
function unchanged(events: readonly RecordedEvent[], recordings: readonly Recording[]): Recording {
  const bodies = recordings.flatMap(({ bytes }) => bytes.map(({ body }) => body));
  const received = bodies.find((body) => body.includes('"type":"SubmissionReceived"')) ?? '';
  const { stream, data, ...envelope } = Received.parse(JSON.parse(received));
  const before = events.filter((event) => event.stream === stream);
  const command = uuid('revise');
  const id = eventId(command, stream, 0);
  const event = {
    ...envelope,
    ...{ id, stream, command, correlation: command, causation: command, revision: before.length },
    recordedAt: '2030-01-01T00:00:00.000Z',
    type: 'SubmissionRevised',
    data: { _sd_alg: 'sha-256', version: 2, changed: [], material: false, fields: data.fields },
  };
  const body = canonical(toJson(event));
  const bytes = [{ id, type: event.type, body }] as const;
  return { stream, after: before.length - 1, bytes, events: [decode(body)] };
}

const Received = z.looseObject({
  stream: z.string(),
  data: z.looseObject({ fields: z.looseObject({}) }),
});

export function disclosuresOf(
  events: readonly RecordedEvent[],
  disclosures: ReadonlyMap<string, string>,
): Disclosure[] {
  return events.flatMap((event) =>
    digestsOf(event).flatMap(({ digest, audience }) => {
      const disclosure = disclosures.get(digest);
      if (disclosure === undefined) return [];
      const filed = { stream: event.stream, name: 'text', author: '', about: [] };
      return [{ digest, disclosure, audience, ...filed }];
    }),
  );
}

/** The recording by which these digests are erased: what a reader of the log is told of it. */
export function erasureOf(digests: readonly string[]): Recording {
  const stream = erasureStream(uuid('erasure'));
  return new Recorder().record(
    stream,
    [
      {
        type: 'DisclosuresErased',
        data: { proposal: uuid('proposal'), part: 1, of: 1, digests: [...digests] },
      },
    ],
    { at: '2031-01-01T00:00:00.000Z', via: 'system', command: uuid('erase') },
  );
}

export async function erase({ store, vault }: Made, digests: readonly string[]): Promise<void> {
  await vault.erase(digests);
  await appendAll(store, [erasureOf(digests)]);
}

/** The first digests of an audience, in the order of the log. */
export function digestsFor(events: readonly RecordedEvent[], audience: Audience): readonly string[] {
  const all = events.flatMap(digestsOf).filter((each) => each.audience === audience);
  return [...new Set(all.map(({ digest }) => digest))];
}

/** The signed head of the first `size` events; of all of them where it is left out. */
export async function headOf(
  store: Pick<EventStore, 'readAll'>,
  size = Number.MAX_SAFE_INTEGER,
): Promise<Published> {
  const range = new CompactRange();
  for await (const { body } of store.readAll({ limit: size })) range.append(leafHash(Buffer.from(body)));
  const root = range.root();
  const note = await signNote(formatCheckpoint({ origin, size: range.size, root }), [signer]);
  return { size: range.size, root, note };
}

/** Writes an export of a made ledger at its last event, for auditors, unless told otherwise. */
export async function exported(
  { store, vault }: Pick<ExportOptions, 'store' | 'vault'>,
  out: string,
  more: Partial<ExportOptions> = {},
): Promise<Exported> {
  const published = more.published ?? (await headOf(store));
  const usual = { audience: 'auditors', access: { fileOf: () => [] }, verifierFile: null } as const;
  return writeExport({ store, vault, out, ...usual, ...more, published });
}

/** Every file of a folder by its path within it. */
export function filesOf(folder: string): ReadonlyMap<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, path))]));
}

export interface Folder {
  readonly path: string;
  readonly at: (name: string) => string;
  readonly remove: () => void;
}

export function emptyFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'govledger-export-'));
  return {
    path,
    at: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function publicKeyOf(seed: Uint8Array): Uint8Array {
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x = '' } = key.export({ format: 'jwk' });
  return Buffer.from(x, 'base64url');
}
