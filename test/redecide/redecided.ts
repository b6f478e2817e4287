import { decode } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { digestsOf } from '../../events/reveal.ts';
import { Redecision } from '../../src/redecide/redecision.ts';
import type { RedecisionReport } from '../../src/redecide/report.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import type { Vault } from '../../src/vault/vault.ts';

/** One stored event with the links that an auditor's disclosures open of it. */
export interface Entry {
  readonly body: string;
  readonly links: ReadonlyMap<string, string>;
}

/** The whole log in its order; with a vault also the links that an auditor would be given. */
export async function logOf(store: EventStore, vault?: Vault): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const { body } of store.readAll()) {
    const event = decode(body);
    const links = new Map<string, string>();
    if (vault !== undefined) {
      const found = await vault.open(digestsOf(event).map(({ digest }) => digest));
      for (const each of found.values()) {
        if (each.state !== 'opened') continue;
        const { name, value } = decodeDisclosure(each.disclosure.disclosure);
        if (name.startsWith('links.') && typeof value === 'string')
          links.set(name.slice('links.'.length), value);
      }
    }
    entries.push({ body: String(body), links });
  }
  return entries;
}

export function redecided(log: readonly Entry[]): RedecisionReport {
  const redecision = new Redecision();
  for (const [index, { body, links }] of log.entries()) redecision.add(index, decode(body), links);
  return redecision.finish();
}

/** The codes found, with the rule where one is named. */
export const found = ({ findings }: RedecisionReport): readonly string[] =>
  findings.map(({ what, rule }) => (rule === undefined || rule === what ? what : `${what} ${rule}`));
