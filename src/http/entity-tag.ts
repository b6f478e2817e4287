import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { canonical } from '../../events/canonical.ts';
import { toJson } from '../../events/json.ts';
import type { Tagged } from './route.ts';

const maskBytes = 6;
const tagBytes = 15;

/**
 * Strong entity tags that tell nothing: a keyed hash of what one viewer reads, and the revision of the stream that it was
 * read at, masked, so that a stale tag can be answered with what came since. A tag is good for its viewer alone, and for
 * as long as this process runs: after that whoever sends it is asked to look again.
 */
export class EntityTags {
  readonly #key: Buffer;

  constructor(secret: Uint8Array = randomBytes(32)) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'govledger entity tags', 32));
  }

  /** Quoted, as it stands in the header. */
  of(person: string, { reading, revision }: Tagged): string {
    const tag = this.#hash('tag', person, canonical(toJson(reading))).subarray(0, tagBytes);
    const masked = Buffer.alloc(maskBytes);
    masked.writeUIntBE(revision + 1, 0, maskBytes);
    const mask = this.#mask(tag);
    for (const [i, byte] of masked.entries()) masked[i] = byte ^ (mask[i] ?? 0);
    return `"${Buffer.concat([tag, masked]).toString('base64url')}"`;
  }

  /**
   * The revision at which a tag was given out; null for a text that cannot be a tag of ours. Nothing here says that it is
   * one: whoever makes one up gets a number that means nothing.
   */
  revisionOf(tag: string): number | null {
    const [, text] = /^"([A-Za-z0-9_-]{28})"$/.exec(tag) ?? [];
    if (text === undefined) return null;
    const bytes = Buffer.from(text, 'base64url');
    const mask = this.#mask(bytes.subarray(0, tagBytes));
    const masked = Buffer.from(bytes.subarray(tagBytes));
    for (const [i, byte] of masked.entries()) masked[i] = byte ^ (mask[i] ?? 0);
    return masked.readUIntBE(0, maskBytes) - 1;
  }

  #mask = (tag: Uint8Array): Buffer => this.#hash('mask', Buffer.from(tag).toString('hex'), '');

  #hash(use: string, person: string, text: string): Buffer {
    return createHmac('sha256', this.#key).update(`${use}\n${person}\n`).update(text).digest();
  }
}
