import type { Act } from '../../scripts/history/act.ts';

/** Every `nth` submission of a history, and the people and the framework that those need. */
export async function sampleOf(acts: AsyncIterable<Act>, nth: number): Promise<readonly Act[]> {
  const first: Act[] = [];
  const sampled: Act[] = [];
  const chosen = new Map<string, boolean>();
  for await (const act of acts) {
    if (act.submission === undefined) first.push(act);
    else {
      const known = chosen.get(act.submission) ?? chosen.size % nth === 0;
      chosen.set(act.submission, known);
      if (known) sampled.push(act);
    }
  }
  const text = JSON.stringify(sampled);
  const needed = first.filter(({ act, person }) => act !== 'person' || text.includes(JSON.stringify(person)));
  return [...needed, ...sampled];
}
