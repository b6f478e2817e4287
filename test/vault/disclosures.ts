import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Disclosure } from '../../src/vault/vault.ts';

const digestOf = (disclosure: string): string =>
  createHash('sha256').update(disclosure, 'ascii').digest('base64url');

/** A disclosure as the sealer makes it; `value` is its text. */
export function disclosureOf(value: string, more: Partial<Disclosure> = {}): Disclosure {
  const name = more.name ?? 'text';
  const salt = randomBytes(16).toString('base64url');
  const disclosure = Buffer.from(JSON.stringify([salt, name, value])).toString('base64url');
  return {
    audience: 'panel',
    stream: `submission-${randomUUID()}`,
    name,
    author: randomUUID(),
    about: [],
    ...more,
    digest: digestOf(disclosure),
    disclosure,
  };
}

export async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
