import { rotateVaultKey } from '../../folder/rotate-vault-key.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { counted } from '../progress.ts';

export const vaultRotateKey: Run = async (context) => {
  const { data, store } = context;
  const rotated = await rotateVaultKey({ data, ...(store === null ? {} : { store }) });
  if (context.json) await writeJson(context, rotated);
  else {
    const { vaultKey, earlier, path, keys } = rotated;
    const done = keys === null ? 'an earlier run is finished' : `${counted(keys)} keys wrapped anew`;
    await context.terminal.write(
      `vault key ${vaultKey} has taken the place of ${earlier}: ${done}\n` +
        `Copy ${path} to where your other keys are kept.\n` +
        `Backups made until now still need the file of ${earlier}: keep that copy as long as you keep them.\n`,
    );
  }
  return exit.ok;
};
