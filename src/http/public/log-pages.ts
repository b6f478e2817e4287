import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import { consistencyProof, inclusionProof } from '../../../projections/merkle/proof.ts';
import { encodeEntries, parseTilePath, type TileId, tileWidth } from '../../checkpoint/tile.ts';
import type { Published } from '../../log/published-log.ts';
import { receiptOf } from '../../log/receipt.ts';
import { whole } from '../parameters.ts';
import { invalid, queryOf } from '../query.ts';
import type { PublicSurface } from './public-surface.ts';

/** What a tile holds never changes; a checkpoint is replaced at any time. */
const forever = 'public, max-age=31536000, immutable';
const asksAgain = 'no-cache';

const NoQuery = z.strictObject({});
const size = whole(0, Number.MAX_SAFE_INTEGER);

/** The newest checkpoint, as C2SP tlog-tiles has it served. */
export const logCheckpoint =
  (surface: PublicSurface): RequestHandler =>
  (request, response) => {
    queryOf(request, NoQuery);
    response.set('Cache-Control', asksAgain).type('text/plain; charset=utf-8').send(newestOf(surface).note);
  };

/** Tiles and bundles within the newest checkpoint, whole or as far as they go. */
export const logTile =
  (surface: PublicSurface): RequestHandler =>
  async (request, response) => {
    queryOf(request, NoQuery);
    const path = request.path.slice('/log/'.length);
    const id = parseTilePath(path);
    const bytes = id === null ? null : await bytesOf(surface, id);
    if (bytes === null) {
      const what = 'tile';
      throw new LedgerError('not-found', `there is no ${path.slice(0, 80)} under the newest checkpoint`, {
        what,
        id: path.slice(0, 80),
      });
    }
    response.set('Cache-Control', forever).type('application/octet-stream').send(Buffer.from(bytes));
  };

const InclusionQuery = z.strictObject({ index: size, size: size.exactOptional() });

/** That an entry stands in the log, under the newest checkpoint; with `size` in the tree of that size. */
export const logInclusion =
  (surface: PublicSurface): RequestHandler =>
  (request, response) => {
    const { index, size: asked } = queryOf(request, InclusionQuery);
    const newest = newestOf(surface);
    const of = asked ?? newest.size;
    requireAtMost('size', of, newest.size);
    requireAtMost('index', index, of - 1);
    const hashes = inclusionProof(surface.published.nodes, index, of).map(encoded);
    answer(response, {
      index,
      size: of,
      hashes,
      ...(of === newest.size ? { receipt: receiptOf(surface.published, index, newest) } : {}),
    });
  };

const ConsistencyQuery = z.strictObject({ from: size, to: size.exactOptional() });

/** That the tree of one size begins with that of a smaller one. */
export const logConsistency =
  (surface: PublicSurface): RequestHandler =>
  (request, response) => {
    const { from, to: asked } = queryOf(request, ConsistencyQuery);
    const newest = newestOf(surface);
    const to = asked ?? newest.size;
    requireAtMost('to', to, newest.size);
    requireAtMost('from', from, to);
    const hashes = consistencyProof(surface.published.nodes, from, to).map(encoded);
    answer(response, { from, to, hashes, ...(to === newest.size ? { checkpoint: newest.note } : {}) });
  };

function newestOf({ published }: PublicSurface): Published {
  const newest = published.newest();
  if (newest !== null) return newest;
  throw new LedgerError('not-found', 'no checkpoint has been signed yet; the first one follows soon', {
    what: 'checkpoint',
    id: '',
  });
}

async function bytesOf({ published, log }: PublicSurface, id: TileId): Promise<Uint8Array | null> {
  if (id.level !== 'entries') return published.tile(id);
  const first = id.index * tileWidth;
  const end = first + id.width;
  // What is appended and not yet signed is not yet in the log. The listener's own reader may be a moment behind.
  if (end > Math.min(published.newest()?.size ?? 0, log.length)) return null;
  const entries: Uint8Array[] = [];
  for await (const { body } of log.read(first, id.width)) entries.push(Buffer.from(body));
  return encodeEntries(entries);
}

function requireAtMost(field: string, given: number, most: number): void {
  if (given > most) throw invalid(field, `from 0 to ${Math.max(0, most)}`, { most });
}

function answer(response: Response, json: object): void {
  response.set('Cache-Control', asksAgain).json(json);
}

const encoded = (hash: Uint8Array): string => Buffer.from(hash).toString('base64');
