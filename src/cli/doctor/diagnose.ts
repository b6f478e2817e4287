import { existsSync } from 'node:fs';
import { dataFolder } from '../../folder/data-folder.ts';
import type { Context } from '../context.ts';
import { type Address, address } from './address.ts';
import { backups } from './backups.ts';
import { reads, tokens } from './beside.ts';
import { files, folderThere, keys, server, writer } from './files.ts';
import { type Finding, found } from './finding.ts';
import { environment, node, space } from './machine.ts';
import { ofTheRecord, type RecordLook } from './record.ts';
import { ofTheVault } from './sealed.ts';

export interface DiagnoseOptions {
  /** Reads the databases from end to end. */
  readonly thorough: boolean;
  /** A folder of backups to look at as well. */
  readonly backups: string | null;
  /** Where the ledger is to be served. */
  readonly address: Address | null;
  readonly now?: () => number;
}

/** Looks at everything that a ledger needs, in the order in which one thing rests on another, and changes nothing. */
export async function diagnose(
  { data, store: url, terminal }: Pick<Context, 'data' | 'store' | 'terminal'>,
  { thorough, backups: kept, address: serving, now = Date.now }: DiagnoseOptions,
): Promise<readonly Finding[]> {
  const folder = dataFolder(data);
  const findings: Finding[] = [
    await found('node', node),
    await found('variables', () => environment(terminal.env)),
  ];
  if (serving !== null) findings.push(await found('address', () => address(serving)));
  if (kept !== null) findings.push(await found('backups', () => backups(kept, now)));
  findings.push(await found('folder', () => folderThere(folder)));
  if (!existsSync(folder.path) || findings.at(-1)?.says.endsWith('is no folder') === true) return findings;
  findings.push(await found('keys', () => keys(folder)), await found('files', () => files(folder, url)));
  if (url === null && existsSync(folder.ledger)) {
    let isThere = false;
    const writing = await found('writer', () => {
      const writes = writer(folder);
      isThere = writes.isThere;
      return writes.said;
    });
    findings.push(writing, await found('server', () => server(folder, isThere)));
  }
  const look: RecordLook = { folder, url, thorough, now };
  findings.push(...(await ofTheRecord(look)), ...(await ofTheVault(look)));
  findings.push(await found('tokens', () => tokens(look)), await found('reads', () => reads(look)));
  findings.push(await found('space', () => space(folder.path)));
  return findings;
}
