import { describe } from 'mocha';
import { openVault } from '../../src/vault/sqlite.ts';
import { vaultContract } from './contract.ts';
import { folders, vaultIn } from './folder.ts';

describe('the vault on SQLite', () => {
  const folder = folders();
  vaultContract('sqlite', async (now) => openVault({ ...vaultIn(folder()), now }));
});
