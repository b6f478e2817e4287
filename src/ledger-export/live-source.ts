import type { Visibility } from '../../events/fields.ts';
import { hashBytes } from '../../projections/merkle/hash.ts';
import type { AccessLog } from '../access/access-log.ts';
import {
  encodeEntries,
  parseTilePath,
  type TileId,
  tilePath,
  tilesOf,
  tileWidth,
} from '../checkpoint/tile.ts';
import type { Published } from '../log/published-log.ts';
import type { TreeFile } from '../log/tree-file.ts';
import { decodeStored } from '../store/decode-stored.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import type { ExportSource } from '../verify/export-source.ts';
import { DisclosureWriter } from './disclosure-writer.ts';
import { accessPath, exportNames } from './export-manifest.ts';
import { surveyLog } from './survey.ts';

export interface LiveOptions {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly vault: Pick<Vault, 'open'>;
  readonly access: Pick<AccessLog, 'fileOf'>;
  readonly audience: Visibility;
  readonly tree: TreeFile;
  readonly published: Published;
}

/** A ledger itself as the export that it would give to an audience, without a manifest; nothing of it is written anywhere. */
export async function liveSource(options: LiveOptions): Promise<ExportSource> {
  const { store, access, published } = options;
  const { size, note } = published;
  const survey = await surveyLog(store, size);
  const days = new Map(survey.sealedDays.map((day) => [accessPath(day), day]));
  return {
    async *list() {
      for (const path of [exportNames.checkpoint, exportNames.vkeys, exportNames.disclosures])
        yield { path, bytes: 0 };
      for (const tile of tilesOf(size)) yield { path: tilePath(tile), bytes: 0 };
      for (const [path, day] of days) if (hasLines(access, day)) yield { path, bytes: 0 };
    },
    async read(path) {
      if (path === exportNames.checkpoint) return Buffer.from(note);
      if (path === exportNames.vkeys) return Buffer.from(survey.vkeys.map((vkey) => `${vkey}\n`).join(''));
      const tile = parseTilePath(path);
      return tile === null ? null : bytesOf(options, tile);
    },
    lines: (path) => {
      const day = days.get(path);
      return day === undefined ? disclosures(options, survey) : linesOf(access.fileOf(day));
    },
  };
}

async function bytesOf(
  { store, tree }: LiveOptions,
  { level, index, width }: TileId,
): Promise<Uint8Array | null> {
  if (level !== 'entries') return tree.tile(level, index)?.subarray(0, width * hashBytes) ?? null;
  const first = index * tileWidth;
  const { index: begin, after } = tree.before(first);
  const entries: Uint8Array[] = [];
  let at = begin;
  const limit = first + width - begin;
  for await (const { body } of store.readAll({ limit, ...(after === null ? {} : { after }) })) {
    if (at >= first) entries.push(Buffer.from(body));
    at += 1;
  }
  return encodeEntries(entries);
}

async function* disclosures(
  { store, vault, audience, published }: LiveOptions,
  survey: Awaited<ReturnType<typeof surveyLog>>,
): AsyncGenerator<string> {
  const lines: string[] = [];
  const file = {
    write: async (text: string) => void lines.push(...text.split('\n').slice(0, -1)),
    end: async () => undefined,
  };
  const writer = new DisclosureWriter({ file, vault, audience, survey });
  let index = 0;
  for await (const stored of store.readAll({ limit: published.size })) {
    await writer.take(decodeStored(stored), index);
    index += 1;
    yield* lines.splice(0);
  }
  await writer.finish();
  yield* lines;
}

async function* linesOf(lines: Iterable<string>): AsyncGenerator<string> {
  yield* lines;
}

function hasLines(access: Pick<AccessLog, 'fileOf'>, day: string): boolean {
  for (const _ of access.fileOf(day)) return true;
  return false;
}
