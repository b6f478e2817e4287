import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'mocha';
import { v4, v5 } from 'uuid';
import { decode, type Recorded } from '../../events/decode.ts';
import { erasureStream } from '../../events/stream.ts';
import type { CommandData, CommandName } from '../../src/commands/catalogue.ts';
import { parseAsked } from '../../src/commands/parse.ts';
import { initLedger } from '../../src/folder/init-ledger.ts';
import type { Ledger } from '../../src/folder/open-ledger.ts';
import { openLedger } from '../../src/folder/open-ledger.ts';
import type { Accepted } from '../../src/handle/command.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import type { Erasing } from './office.ts';

const namespace = '6c0f6a55-3f5b-4f43-8d3f-0d9d1a6c7b21';

/** Makes data folders that are gone when the suite that calls this is over. */
export function dataFolders(): () => string {
  const made: string[] = [];
  after(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'govledger-erasure-'));
    made.push(folder);
    return join(folder, 'data');
  };
}

/** A directory id of somebody of these tests. */
export const idOf = (name: string): string => v5(`person ${name}`, namespace);
const people = { sub: 'submitter', eli: 'privacy-officer', fay: 'privacy-officer' } as const;

/** A founded ledger in the folder, with a submitter `sub` and the privacy officers `eli` and `fay`. */
export async function founded(data: string): Promise<Ledger> {
  await initLedger({ data, origin: 'tests.example/ledger' });
  const ledger = await openLedger({ data });
  for (const [name, role] of Object.entries(people)) {
    const person = idOf(name);
    const secret = Buffer.from(v5(`secret ${name}`, namespace).slice(0, 32)).toString('base64url');
    await does(ledger, ledger.registrar, 'register-person', {
      person,
      kind: 'human',
      name: `${name} ${marked('name')}`,
      address: `${name} ${marked('address')}`,
      secret,
    });
    const asked = await does(ledger, ledger.registrar, 'propose-role', { person, role, change: 'grant' });
    const proposal = asked.events[0]?.id ?? '';
    await does(ledger, ledger.administrator, 'grant-role', { person, role, proposal });
  }
  return ledger;
}

/** Words that stand nowhere else. */
export const marked = (what: string): string => `quixotic-${what}-zephyr`;

export const does = <N extends CommandName>(
  ledger: Pick<Ledger, 'handler'>,
  actor: string,
  command: N,
  data: CommandData<N>,
  subject = '',
): Promise<Accepted> =>
  ledger.handler.handle({ id: v4(), asked: parseAsked(command, data), subject, actor, via: 'token' });

const fieldNames = [
  ...['title', 'summary', 'purpose', 'requesting-body', 'partner', 'system', 'autonomy', 'users', 'data'],
  ...['people-affected', 'deployment', 'safeguards', 'testing', 'oversight', 'owner', 'worst-case'],
  ...['legal-basis', 'alternatives', 'contract-reference'],
];

/** A submission by `sub` with every field, a comment and a file, that is withdrawn. */
export async function withdrawnCase(ledger: Ledger): Promise<string> {
  const submission = v4();
  const blob = await ledger.vault.putBlob([Buffer.from(marked('file').repeat(20_000))]);
  await does(
    ledger,
    idOf('sub'),
    'receive-submission',
    {
      framework: 'sample-national-security',
      fields: Object.fromEntries(fieldNames.map((name) => [name, marked('field')])),
      attachments: {
        plan: {
          blob: blob.id,
          sha256: blob.sha256,
          bytes: blob.bytes,
          mediaType: 'text/plain',
          name: marked('file'),
        },
      },
    },
    submission,
  );
  await does(ledger, idOf('sub'), 'add-comment', { text: marked('comment') }, submission);
  await does(ledger, idOf('sub'), 'withdraw-submission', { reason: marked('reason') }, submission);
  return submission;
}

export async function proposed(
  ledger: Ledger,
  selection: Partial<CommandData<'propose-erasure'>>,
): Promise<Erasing> {
  const erasure = v4();
  const data = { ground: 'data-subject-request' as const, reason: 'They ask', ...selection };
  const { events } = await does(ledger, idOf('eli'), 'propose-erasure', data, erasure);
  return { erasure, proposal: events[0]?.id ?? '' };
}

export const approved = (ledger: Ledger, { erasure, proposal }: Erasing): Promise<Accepted> =>
  does(ledger, idOf('fay'), 'approve-erasure', { proposal }, erasure);

/** What the log says was erased, part by part. */
export async function partsOf(
  store: Pick<EventStore, 'readStream'>,
  erasure: string,
): Promise<readonly Recorded<'DisclosuresErased'>[]> {
  const parts: Recorded<'DisclosuresErased'>[] = [];
  for await (const { body } of store.readStream(erasureStream(erasure))) {
    const event = decode(body);
    if (event.type === 'DisclosuresErased') parts.push(event);
  }
  return parts;
}

/** All bytes of every file under the folder, by its path in it. */
export function filesUnder(folder: string): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const each of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(each.parentPath, each.name);
    if (each.isFile()) files.set(path, readFileSync(path));
  }
  return files;
}
