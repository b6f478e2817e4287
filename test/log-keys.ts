import { createPrivateKey, createPublicKey } from 'node:crypto';
import { keyIdOf } from '../src/checkpoint/note-key.ts';

const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A signing key for tests, always the same one for a name: nobody's secret. */
export function logKeyFor(name: string, type = 1): { readonly verifier: string; readonly signer: string } {
  const seed = Buffer.alloc(32, name);
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const typed = Buffer.concat([Buffer.of(type), Buffer.from(x, 'base64url')]);
  const id = keyIdOf(name, typed);
  return {
    verifier: `${name}+${id}+${typed.toString('base64')}`,
    signer: `PRIVATE+KEY+${name}+${id}+${Buffer.concat([Buffer.of(type), seed]).toString('base64')}`,
  };
}
