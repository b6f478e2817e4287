import { parseStream } from '../../events/stream.ts';
import type { Ledger } from '../../src/folder/open-ledger.ts';

/**
 * The state of every submission as text, and the directory's: without salted digests, with directory ids for pseudonyms
 * and one word for every time since the ledger was opened, so that two imports of one history can be compared.
 */
export async function statesIn({ handler, store }: Ledger): Promise<ReadonlyMap<string, string>> {
  const streams = new Set<string>();
  let begun: string | null = null;
  for await (const { stream, body } of store.readAll()) {
    begun ??= /"recordedAt":"([^"]+)"/.exec(body)?.[1] ?? null;
    if (parseStream(stream)?.kind === 'submission') streams.add(stream);
  }
  const since = begun ?? '';
  const states = new Map<string, string>();
  const { people } = await handler.directory.now();
  for (const stream of streams) {
    const names = new Map<unknown, string>();
    const submission = parseStream(stream)?.id ?? '';
    for (const person of people.keys())
      names.set(await handler.directory.pseudonym(person, submission), person);
    const told = (name: string, value: unknown): unknown => {
      if (name === 'digest') return undefined;
      const isTime = typeof value === 'string' && value.length === 24 && value.endsWith('Z');
      return isTime && value >= since ? 'since' : (names.get(value) ?? value);
    };
    states.set(stream, JSON.stringify((await handler.history(stream)).state, told));
  }
  const imported = [...people.values()].filter(({ kind }) => kind === 'human');
  states.set('directory', JSON.stringify(imported.map(({ teams }) => teams)));
  return states;
}
