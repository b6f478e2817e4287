import { secretKey } from '../../src/vault/keys.ts';
import { openVault } from '../../src/vault/sqlite.ts';
import { disclosureOf } from './disclosures.ts';

/** Puts without end and prints each disclosure once it is acknowledged, for the test that kills it. */
const [vaultPath = '', keysPath = '', secret = ''] = process.argv.slice(2);
const vault = openVault({ vaultPath, keysPath, key: secretKey('vault', Buffer.from(secret, 'hex')) });

async function putForEver(): Promise<never> {
  for (;;) {
    const disclosure = disclosureOf('text '.repeat(80));
    await vault.put([disclosure]);
    process.stdout.write(`${disclosure.digest}\n`);
  }
}
await Promise.all(Array.from({ length: 8 }, putForEver));
