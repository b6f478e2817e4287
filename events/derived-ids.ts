import { createHash, createHmac, type KeyObject } from 'node:crypto';
import { v5 } from 'uuid';

/** A secret as bytes, or as the key object that holds them. */
type Secret = KeyObject | Uint8Array;

/** The id of the event at `index` of a command's append: UUID v5 in the command's namespace (DESIGN §5.1). */
export const eventId = (command: string, stream: string, index: number): string =>
  v5(`${stream}/${index}`, command);

/** The id of what a command creates beside its events: a decision, a concern, a hold. */
export const createdId = (command: string, what: string): string => v5(what, command);

/** The command by which the system itself records what became due; each node that sees it derives the same one. */
export const systemCommandId = (subject: string, type: string, due: string): string =>
  v5(`${type}/${due}`, subject);

/**
 * Who a person is inside one submission's stream: UUID v8 from HMAC-SHA-256(the person's secret, submission id), so that
 * one known participation says nothing of another (DESIGN §5.4). `secret` is the base64url text of 32 bytes.
 */
export const pseudonymOf = (secret: string, submission: string): string =>
  uuidV8(createHmac('sha256', Buffer.from(secret, 'base64url')).update(submission).digest());

/**
 * The id of what a command creates inside a sealed field. It is keyed with its author's secret: made of the command's id
 * alone, which stands in the open, it would say which sealed field holds it as soon as it is named in the open itself.
 */
export const sealedId = (secret: string, command: string): string =>
  uuidV8(createHmac('sha256', Buffer.from(secret, 'base64url')).update(`sealed\0${command}`).digest());

/** The command of one step of a ledger's founding. It follows from the ledger's id, so a founding can be gone on with. */
export const foundingId = (ledger: string, step: string): string =>
  uuidV8(createHash('sha256').update(`founding\0${ledger}\0${step}`).digest());

/**
 * Who may have made a command id: the system's own are of version 5 and nobody else's are, so that nobody can use one up
 * before it; people send v4 or v7, founding and import derive v8.
 */
export const isSystemCommandId = (command: string): boolean => command[14] === '5';

export type ImportedKind = 'submission' | 'person' | 'command' | 'sealed';

/** The id of what a source knows under `key`: UUID v8 from an HMAC under the ledger's import key; guessing the key finds nothing. */
export const importedId = (importKey: Secret, source: string, kind: ImportedKind, key: string): string =>
  uuidV8(createHmac('sha256', importKey).update(`${kind}\0${source}\0${key}`).digest());

/** The first 16 bytes as a UUID of version 8 (RFC 9562 §5.8). */
function uuidV8(hash: Buffer): string {
  const bytes = Buffer.from(hash.subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
