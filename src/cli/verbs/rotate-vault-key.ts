import { rotateVaultKey } from '../../folder/rotate-vault-key.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { counted } from '../progress.ts';

export const rotateKey: Run = async (context) => {
  const { data, store } = context;
  const rotated = await rotateVaultKey({ data, ...(store === null ? {} : { store }) });
  if (context.json) await writeJson(context, rotated);
  else
    await context.terminal.write(
      `${counted(rotated.keys)} keys of the vault are wrapped under key ${rotated.key}, which stands in keys/vault.key now; copy it to where the keys are kept.\nBackups made before need the former key, ${rotated.former}: keep its copy for as long as you keep them.\n`,
    );
  return exit.ok;
};
