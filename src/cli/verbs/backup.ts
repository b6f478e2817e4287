import { backUp } from '../../backup/back-up.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { counted, Progress } from '../progress.ts';
import { listing } from '../table.ts';

/** Works beside whoever writes the ledger. */
export const backup: Run = async (context, given) => {
  const out = given.required('out');
  const keysOut = given.text('withKeys');
  const progress = new Progress(context);
  const { store, head } = context;
  const manifest = await backUp({
    data: context.data,
    out,
    ...(store === null ? {} : { store }),
    ...(head === null ? {} : { head }),
    ...(keysOut === undefined ? {} : { keysOut }),
    onFile: (name) => progress.show(`copying ${name}`),
  }).finally(() => progress.end());
  const { head: last, files, deleteVaultKeysBy } = manifest;
  if (context.json) {
    await writeJson(context, { ...manifest, out });
    return exit.ok;
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const pairs: [string, string][] = [
    ['ledger', manifest.ledger],
    ['last event', `index ${counted(last.index)}, of ${context.moment(last.recordedAt)}`],
    ['files', `${files.length}, ${(bytes / 1e6).toFixed(1)} MB, each with its SHA-256 in manifest.json`],
    ['delete by', `${deleteVaultKeysBy}: vault-keys/, which opens what is erased from now on`],
    keysOut === undefined
      ? ['keys', `not in it; it takes vault key ${manifest.keys.vault} to open it, also after a rotation`]
      : ['keys', `in ${keysOut}: take them to another place than the backup`],
  ];
  await context.terminal.write(`The backup stands in ${out}.\n${listing(pairs, context.terminal.columns)}`);
  return exit.ok;
};
