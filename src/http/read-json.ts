import type { IncomingMessage } from 'node:http';
import { DEPTH_LIMIT } from '../../events/canonical.ts';
import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { shapeFault } from './json-shape.ts';
import { HttpRefusal } from './problem.ts';

/** A framework version is the longest that any command takes. */
export const longestBody = 1024 * 1024;

/**
 * The body of a request as JSON: one document in UTF-8, no longer and no deeper than a command may be.
 * @throws HttpRefusal `unsupported-media-type`, `invalid-request`; LedgerError `too-large`
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  requireJson(request.headers);
  const bytes = await bodyOf(request);
  const text = textOf(bytes);
  requireSoundShape(text);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('one JSON document');
  }
}

function requireJson({
  'content-type': type = '',
  'content-encoding': encoding,
}: IncomingMessage['headers']): void {
  if (encoding !== undefined && encoding !== 'identity')
    throw unsupported('Content-Encoding: the body is sent as it is, without one');
  if (!/^application\/json(?:\s*;\s*charset=(?:utf-8|"utf-8"))?\s*$/i.test(type))
    throw unsupported('Content-Type: application/json');
}

const unsupported = (says: string): HttpRefusal =>
  new HttpRefusal('unsupported-media-type', says, { accepted: ['application/json'] });

const malformed = (rule: string): HttpRefusal =>
  new HttpRefusal('invalid-request', `body: ${rule}`, { field: 'body', rule });

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  requireShort(Number(request.headers['content-length'] ?? 0));
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request) {
      const bytes: Buffer = part;
      length += bytes.length;
      requireShort(length);
      parts.push(bytes);
    }
  } catch (error) {
    // Nobody is left to hear it; to us it is no fault.
    if (request.complete || isLedgerError(error)) throw error;
    throw malformed('whole, as long as the headers say');
  }
  return Buffer.concat(parts);
}

function requireShort(bytes: number): void {
  if (bytes <= longestBody) return;
  throw new LedgerError('too-large', `body: at most ${longestBody} bytes`, {
    field: 'body',
    bytes,
    limit: longestBody,
  });
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('text in UTF-8');
  }
}

function requireSoundShape(text: string): void {
  const found = shapeFault(text);
  if (found === null) return;
  if (found.fault === 'depth') throw malformed(`at most ${DEPTH_LIMIT} levels deep`);
  throw malformed(`${JSON.stringify(found.name.slice(0, 60))} stands twice in one object`);
}
