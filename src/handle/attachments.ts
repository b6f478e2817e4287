import { createHash } from 'node:crypto';
import { LedgerError } from '../../events/errors.ts';
import type { Vault } from '../vault/vault.ts';
import type { Command } from './command.ts';

/**
 * An attachment's hash and size go into the record sealed, so what they say has to be true of the blob now.
 * @throws LedgerError `blob-unknown`, `invalid-command` for a hash or a size that is not the blob's
 */
export async function requireBlobs({ asked }: Command, vault: Vault): Promise<void> {
  if (!('attachments' in asked.data)) return;
  for (const [key, { blob, sha256, bytes }] of Object.entries(asked.data.attachments ?? {})) {
    const found = await vault.getBlob(blob);
    if (found.state !== 'opened') {
      throw new LedgerError('blob-unknown', `the vault holds no attachment ${blob}; put its bytes first`, {
        blob,
      });
    }
    const hash = createHash('sha256');
    for await (const chunk of found.content) hash.update(chunk);
    const wrong = found.bytes !== bytes ? 'bytes' : hash.digest('hex') !== sha256 ? 'sha256' : null;
    if (wrong === null) continue;
    const field = `attachments.${key}.${wrong}`;
    const rule = `what blob ${blob} has`;
    throw new LedgerError('invalid-command', `${asked.name}: ${field}: ${rule}`, {
      command: asked.name,
      field,
      rule,
    });
  }
}
