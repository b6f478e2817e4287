import Database from 'better-sqlite3';
import { decode, type RecordedEvent } from '../../events/decode.ts';
import { eventId } from '../../events/derived-ids.ts';
import { digestsOf } from '../../events/reveal.ts';
import type { Ledger } from '../../src/folder/open-ledger.ts';

/** A command that was acknowledged: its stream, its id, the ids of its events in order. */
export interface Acknowledged {
  readonly stream: string;
  readonly command: string;
  readonly events: readonly string[];
}

interface Seen {
  readonly stream: string;
  readonly events: string[];
}

/**
 * What is wrong with a ledger after its process was killed, in words; nothing if all that was acknowledged stands, nothing
 * stands twice, every digest in the log opens, and the views are what a rebuild makes of the log.
 */
export async function checkLedger(
  ledger: Ledger,
  acknowledged: readonly Acknowledged[],
): Promise<{ readonly findings: readonly string[]; readonly events: number }> {
  const findings: string[] = [];
  const commands = new Map<string, Seen>();
  const revisions = new Map<string, number>();
  const ids = new Set<string>();
  let unopened: RecordedEvent[] = [];
  const openAll = async (): Promise<void> => {
    const digests = unopened.flatMap((event) => digestsOf(event).map(({ digest }) => digest));
    for (const [digest, found] of await ledger.vault.open(digests)) {
      if (found.state !== 'opened') findings.push(`the disclosure ${digest} is ${found.state}`);
    }
    unopened = [];
  };
  for await (const stored of ledger.store.readAll()) {
    const event = decode(stored.body);
    const { stream, revision, id, command } = event;
    if (ids.has(id)) findings.push(`event ${id} stands twice`);
    ids.add(id);
    const next = (revisions.get(stream) ?? -1) + 1;
    if (revision !== next) findings.push(`${stream} has ${revision} where ${next} belongs`);
    revisions.set(stream, next);
    const seen = commands.get(command) ?? { stream, events: [] };
    if (seen.stream !== stream || id !== eventId(command, stream, seen.events.length)) {
      findings.push(`command ${command} acted more than once`);
    }
    seen.events.push(id);
    commands.set(command, seen);
    unopened.push(event);
    if (unopened.length >= 500) await openAll();
  }
  await openAll();
  for (const { stream, command, events } of acknowledged) {
    const seen = commands.get(command);
    if (seen?.stream !== stream || seen.events.join() !== events.join()) {
      findings.push(`acknowledged command ${command} does not stand as it was acknowledged`);
    }
  }
  findings.push(...(await checkViews(ledger)));
  return { findings, events: ids.size };
}

async function checkViews({ projector, folder }: Ledger): Promise<readonly string[]> {
  await projector.waitFor();
  const live = rowsIn(folder.views);
  await projector.rebuild();
  const rebuilt = rowsIn(folder.views);
  const tables = new Set([...live.keys(), ...rebuilt.keys()]);
  return [...tables]
    .filter((table) => live.get(table) !== rebuilt.get(table))
    .map((table) => `the view table ${table} is not what a rebuild makes of the log`);
}

/** Every table of the views as one text each, but for how often they were rebuilt. */
function rowsIn(path: string): ReadonlyMap<string, string> {
  const db = new Database(path, { readonly: true });
  try {
    const names = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'shape' ORDER BY name")
      .pluck()
      .all()
      .map(String);
    return new Map(
      names.map((name) => {
        const columns = name === 'head' ? 'position, leaf, clock' : '*';
        const rows = db.prepare(`SELECT ${columns} FROM "${name}"`).raw().all();
        return [
          name,
          rows
            .map((row) => JSON.stringify(row))
            .sort(byText)
            .join('\n'),
        ] as const;
      }),
    );
  } finally {
    db.close();
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
