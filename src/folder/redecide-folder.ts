import { stat } from 'node:fs/promises';
import { setImmediate as otherWork } from 'node:timers/promises';
import { z } from 'zod';
import { parseCanonical } from '../../events/canonical.ts';
import { decode } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { LedgerError } from '../../events/errors.ts';
import { digestsOf } from '../../events/reveal.ts';
import { parseCheckpoint } from '../checkpoint/checkpoint.ts';
import { noteText, parseNote } from '../checkpoint/note.ts';
import { decodeEntries, tilePath, tileWidth } from '../checkpoint/tile.ts';
import { exportNames } from '../ledger-export/export-manifest.ts';
import { Redecision } from '../redecide/redecision.ts';
import type { RedecisionReport } from '../redecide/report.ts';
import type { EventStore, StoredEvent } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import type { ExportSource } from '../verify/export-source.ts';
import { exportFolder } from './export-folder.ts';

/** Who a pseudonym is, as a disclosure says it. */
interface Link {
  readonly pseudonym: string;
  readonly person: string;
}

export type OnProgress = (done: number, size: number | null) => void;

const linkPrefix = 'links.';
const eventsPerTurn = 256;
const Line = z.looseObject({ digest: z.string(), disclosure: z.string() });

/**
 * Decides the log of an export again. Nothing of its hashes and signatures is looked at.
 * @throws LedgerError `not-found` for a folder that holds none, `tile-invalid`, `not-canonical`, `invalid-event`,
 * `ledger-newer-than-software`
 */
export async function redecideFolder(folder: string, onProgress?: OnProgress): Promise<RedecisionReport> {
  const found = await stat(folder).catch(() => null);
  const source = exportFolder(folder);
  const note = found?.isDirectory() === true ? await source.read(exportNames.checkpoint) : null;
  if (note === null)
    throw new LedgerError('not-found', `${folder} is no export: it holds no checkpoint`, {
      what: 'export',
      id: folder,
    });
  const { size } = parseCheckpoint(parseNote(noteText(note)).text);
  const links = await linksIn(source);
  const redecision = new Redecision();
  for (let first = 0; first < size; first += tileWidth) {
    const width = Math.min(tileWidth, size - first);
    const path = tilePath({ level: 'entries', index: first / tileWidth, width });
    const bundle = await source.read(path);
    if (bundle === null)
      throw new LedgerError('not-found', `${path} is missing`, { what: 'bundle', id: path });
    for (const [at, entry] of decodeEntries(bundle, width, path).entries())
      redecide(redecision, first + at, entry, links);
    onProgress?.(first + width, size);
  }
  return redecision.finish();
}

/** Decides the log of a ledger again, with the links that its vault opens. @throws LedgerError as the store and `decode` */
export async function redecideStore(
  store: Pick<EventStore, 'readAll'>,
  vault: Pick<Vault, 'open'>,
  onProgress?: OnProgress,
): Promise<RedecisionReport> {
  const redecision = new Redecision();
  let index = 0;
  let page: StoredEvent[] = [];
  const take = async (): Promise<void> => {
    const links = await linksOf(page, vault);
    for (const { body } of page) {
      redecide(redecision, index, body, links);
      index += 1;
    }
    page = [];
    onProgress?.(index, null);
    await otherWork();
  };
  for await (const stored of store.readAll()) {
    page.push(stored);
    if (page.length === eventsPerTurn) await take();
  }
  await take();
  return redecision.finish();
}

function redecide(
  redecision: Redecision,
  index: number,
  entry: string | Uint8Array,
  links: ReadonlyMap<string, Link>,
): void {
  const event = decode(entry);
  const own = new Map<string, string>();
  for (const { digest } of digestsOf(event)) {
    const link = links.get(digest);
    if (link !== undefined) own.set(link.pseudonym, link.person);
  }
  redecision.add(index, event, own);
}

/** Of a whole export, by digest: none where it is for an audience that may not open them. */
async function linksIn(source: ExportSource): Promise<ReadonlyMap<string, Link>> {
  const links = new Map<string, Link>();
  for await (const line of source.lines(exportNames.disclosures)) {
    const { digest, disclosure } = Line.parse(parseCanonical(line));
    addLink(links, digest, disclosure);
  }
  return links;
}

async function linksOf(
  page: readonly StoredEvent[],
  vault: Pick<Vault, 'open'>,
): Promise<ReadonlyMap<string, Link>> {
  const links = new Map<string, Link>();
  const digests = page.flatMap(({ body }) =>
    digestsOf(decode(body)).flatMap(({ digest, audience }) => (audience === 'auditors' ? [digest] : [])),
  );
  for (const [digest, found] of await vault.open(digests))
    if (found.state === 'opened') addLink(links, digest, found.disclosure.disclosure);
  return links;
}

function addLink(links: Map<string, Link>, digest: string, disclosure: string): void {
  const { name, value } = decodeDisclosure(disclosure);
  if (name.startsWith(linkPrefix) && typeof value === 'string')
    links.set(digest, { pseudonym: name.slice(linkPrefix.length), person: value });
}
