import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { canonical } from '../../events/canonical.ts';
import { toJson } from '../../events/json.ts';
import type { Tagged } from './route.ts';

const tagBytes = 21;
/** Tags of which it is remembered at which revision they were last true. */
const mostKept = 20_000;

/**
 * Strong entity tags that tell nothing: a keyed hash of what one viewer reads. What the viewer cannot see moves no tag of
 * theirs, so that no act of others shows in it or disturbs them. At which revision a tag was true is remembered here, to
 * say what came since; it is not in the tag, where two of them would tell how much went on.
 */
export class EntityTags {
  readonly #key: Buffer;
  readonly #revisions = new Map<string, number>();

  constructor(secret: Uint8Array = randomBytes(32)) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'govledger entity tags', 32));
  }

  /** Quoted, as it stands in the header. */
  of(person: string, { reading, revision }: Tagged): string {
    const text = canonical(toJson(reading));
    const hash = createHmac('sha256', this.#key).update(`${person}\n${text}`).digest();
    const tag = `"${hash.subarray(0, tagBytes).toString('base64url')}"`;
    this.#revisions.delete(tag);
    this.#revisions.set(tag, revision);
    const oldest = this.#revisions.keys().next();
    if (this.#revisions.size > mostKept && oldest.done !== true) this.#revisions.delete(oldest.value);
    return tag;
  }

  /** The revision at which a tag was last true; null for one that is not remembered. */
  revisionOf(tag: string): number | null {
    return this.#revisions.get(tag) ?? null;
  }
}

/** Whether a header names one strong tag of the shape that is given out here. */
export const isTag = (text: string): boolean => /^"[A-Za-z0-9_-]{28}"$/.test(text);
