import { existsSync } from 'node:fs';
import { decode } from '../../../events/decode.ts';
import { digestsOf } from '../../../events/reveal.ts';
import { quickCheck } from '../../backup/snapshot.ts';
import { adoptedFrom, withheldBy } from '../../folder/adopted-file.ts';
import type { DataFolder } from '../../folder/data-folder.ts';
import { vaultKeyOf } from '../../folder/vault-key.ts';
import { mentionedIn } from '../../housekeeping.ts';
import { openStore } from '../../store/open.ts';
import type { DigestSet } from '../../vault/digest-set.ts';
import { openVault } from '../../vault/sqlite.ts';
import type { Vault } from '../../vault/vault.ts';
import { counted } from '../progress.ts';
import { type Finding, found, type Said } from './finding.ts';
import type { RecordLook } from './record.ts';

/** A server sweeps once a day what is a day old. */
const sweptMs = 2 * 86_400_000;
/** Events at the end of the log whose sealed text is opened to see that it can be. */
const lastEvents = 200;

/** The vault, whether the newest sealed text opens, and what no event mentions. */
export async function ofTheVault(look: RecordLook): Promise<readonly Finding[]> {
  const { folder, thorough } = look;
  let vault: Vault | null = null;
  try {
    const opening = await found('vault', () => {
      if (![folder.vault, folder.vaultKeys, folder.vaultKey].every((path) => existsSync(path))) return closed;
      if (thorough) for (const path of [folder.vault, folder.vaultKeys]) quickCheck(path);
      vault = openedVault(folder);
      return 'opens with its key';
    });
    if (vault === null) return [opening];
    const opened: Vault = vault;
    const sealed = await found('sealed', () => newest(look, opened));
    return [opening, sealed, ...(thorough ? [await found('orphans', () => orphans(look, opened))] : [])];
  } finally {
    await closeVault(vault);
  }
}

const closed: Said = {
  wrong: 'cannot be opened without its files',
  why: 'names, prose and attachments are in it',
  remedy: 'see above',
};

const openedVault = (folder: DataFolder): Vault =>
  openVault({ vaultPath: folder.vault, keysPath: folder.vaultKeys, key: vaultKeyOf(folder).key });
const closeVault = async (vault: Vault | null): Promise<void> => vault?.close();

const storeOf = ({ folder, url }: RecordLook) =>
  openStore(url ?? `sqlite:${folder.ledger}`, { base: folder.path, readOnly: true });

/** @throws LedgerError `disclosure-damaged` */
async function newest(look: RecordLook, vault: Vault): Promise<Said> {
  const store = await storeOf(look);
  try {
    const bodies: string[] = [];
    let behind = 0;
    for await (const { body } of store.readAll()) {
      if (bodies.push(body) <= lastEvents) continue;
      bodies.shift();
      behind += 1;
    }
    const withheld = withheldBy(adoptedFrom(look.folder));
    const digests = bodies.flatMap((body, at) =>
      digestsOf(decode(body)).flatMap(({ digest, audience }) =>
        withheld(behind + at, audience) ? [] : [digest],
      ),
    );
    const states = [...(await vault.open(digests)).values()].map(({ state }) => state);
    const missing = states.filter((state) => state === 'missing').length;
    if (missing === 0) return `what the last ${counted(bodies.length)} events seal opens, or is erased`;
    return {
      wrong: `${counted(missing)} of ${counted(states.length)} texts that the last events seal are not in the vault`,
      why: 'the log mentions them, and nobody can ever read them: vault.db is older than ledger.db',
      remedy: 'restore both from one backup; the newest one that has them',
    };
  } finally {
    await store.close();
  }
}

async function orphans(look: RecordLook, vault: Vault): Promise<Said> {
  const store = await storeOf(look);
  try {
    let known: Promise<DigestSet> | undefined;
    let count = 0;
    const isKnown = async (digest: string): Promise<boolean> => {
      known ??= mentionedIn(store, new AbortController().signal);
      return (await known).has(digest);
    };
    for await (const _ of vault.orphans(look.now() - sweptMs, isKnown)) count += 1;
    if (count === 0) return 'none that should have been swept';
    return {
      wrong: `${counted(count)} texts belong to no event, and are more than two days old`,
      why: 'they were sent and never recorded: nobody should keep them',
      remedy: 'govledger serve sweeps them a minute after it starts, and once a day',
    };
  } finally {
    await store.close();
  }
}
