import type { Manifest } from './manifest.ts';

export const readme = ({ ledger, origin, head, finishedAt }: Manifest): string => `A backup of govledger.

ledger     ${ledger}
origin     ${origin}
finished   ${finishedAt}
last event index ${head.index}, of ${head.recordedAt}

  govledger restore THIS-FOLDER --data NEW-FOLDER --keys KEYS

makes a data folder of it again, after checking every byte against manifest.json. The keys are not in here: without
them no sealed text in it can be opened. Names, prose and attachments are in vault.db, encrypted.
`;

export const keysReadme = ({
  deleteVaultKeysBy,
}: Manifest): string => `Delete this folder by ${deleteVaultKeysBy}.

vault-keys.db holds one wrapped key for each sealed text. Whoever has it and the vault key opens what has been erased
since this backup was made; so copies of it are kept for 30 days at most. The rest of the backup may stay: it is
restored with the key file of a newer one, by --vault-keys FILE, and what was erased meanwhile then stays erased.
`;
