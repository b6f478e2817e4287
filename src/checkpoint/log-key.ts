import { generateKeyPairSync } from 'node:crypto';
import { noteKeyTypes, parseVerifierKey, verifierKey } from './note-key.ts';

/** A signing key in the two spellings of C2SP signed-note and its Go implementation. */
export interface LogKey {
  /** `<name>+<key id>+<base64(type ‖ public key)>`: what anyone needs to check what it signs. */
  readonly verifier: string;
  /** `PRIVATE+KEY+<name>+<key id>+<base64(type ‖ seed)>`: secret. */
  readonly signer: string;
}

/**
 * Makes an Ed25519 key: a log's under its origin, or (`cosignature`) a witness's under its name.
 *
 * ```js
 * const { verifier, signer } = makeLogKey('ledger.example/governance')
 * parseSignerKey(signer).vkey === verifier // true
 * parseVerifierKey(makeLogKey('w.example', 'cosignature').verifier).type // 4
 * ```
 * @throws LedgerError `key-refused` for what can be no key's name
 */
export function makeLogKey(name: string, type: keyof typeof noteKeyTypes = 'ed25519'): LogKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
  const verifier = verifierKey(name, noteKeyTypes[type], Buffer.from(x, 'base64url'));
  const { keyId } = parseVerifierKey(verifier);
  const seed = Buffer.concat([Buffer.of(noteKeyTypes[type]), Buffer.from(d, 'base64url')]);
  return { verifier, signer: `PRIVATE+KEY+${name}+${keyId}+${seed.toString('base64')}` };
}
