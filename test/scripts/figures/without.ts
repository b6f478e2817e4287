import type { Act } from '../../../scripts/history/act.ts';

/** The acts but for the one of this key. @throws Error where there is none */
export async function* without(key: string, acts: AsyncIterable<Act>): AsyncGenerator<Act> {
  let left = 0;
  for await (const act of acts) {
    if (act.key === key) left += 1;
    else yield act;
  }
  if (left !== 1) throw new Error(`${left} acts have the key ${key}`);
}
