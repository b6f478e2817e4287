import { parseStream } from '../../events/stream.ts';
import type { Ledger } from '../../src/folder/open-ledger.ts';

/**
 * The state of every submission as text, and the directory's: without salted digests, and with one word for every time
 * since the ledger was opened, so that two imports of one history can be compared.
 */
export async function statesIn({ handler, store }: Ledger): Promise<ReadonlyMap<string, string>> {
  const streams = new Set<string>();
  let begun: string | null = null;
  for await (const { stream, body } of store.readAll()) {
    begun ??= /"recordedAt":"([^"]+)"/.exec(body)?.[1] ?? null;
    if (parseStream(stream)?.kind === 'submission') streams.add(stream);
  }
  const since = begun ?? '';
  const told = (name: string, value: unknown): unknown => {
    if (name === 'digest') return undefined;
    return typeof value === 'string' && value.length === 24 && value.endsWith('Z') && value >= since
      ? 'since'
      : value;
  };
  const states = new Map<string, string>();
  for (const stream of streams)
    states.set(stream, JSON.stringify((await handler.history(stream)).state, told));
  const { people } = await handler.directory.now();
  const imported = [...people.values()].filter(({ kind }) => kind === 'human');
  states.set('directory', JSON.stringify(imported.map(({ teams }) => teams)));
  return states;
}
