import { createHash, generateKeyPairSync } from 'node:crypto';

/** C2SP signed-note's type byte for Ed25519. */
const ed25519 = 0x01;

/** A log's signing key in the two spellings of C2SP signed-note and its Go implementation. */
export interface LogKey {
  /** `<name>+<key id>+<base64(type ‖ public key)>`: what anyone needs to check the log. */
  readonly verifier: string;
  /** `PRIVATE+KEY+<name>+<key id>+<base64(type ‖ seed)>`: secret. */
  readonly signer: string;
}

/** Makes a key for a log of this origin. Nothing is signed with it before checkpoints are made (DESIGN §9). */
export function makeLogKey(origin: string): LogKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
  const publicKey = typed(Buffer.from(x, 'base64url'));
  const id = keyId(origin, publicKey);
  return {
    verifier: `${origin}+${id}+${publicKey.toString('base64')}`,
    signer: `PRIVATE+KEY+${origin}+${id}+${typed(Buffer.from(d, 'base64url')).toString('base64')}`,
  };
}

const typed = (key: Buffer): Buffer => Buffer.concat([Buffer.from([ed25519]), key]);

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), in hex. */
export const keyId = (name: string, typedPublicKey: Uint8Array): string =>
  createHash('sha256').update(`${name}\n`).update(typedPublicKey).digest('hex').slice(0, 8);
