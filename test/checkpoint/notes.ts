import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import {
  type NoteSigner,
  type NoteVerifier,
  noteKeyTypes,
  parseSignerKey,
  parseVerifierKey,
  verifierKey,
} from '../../src/checkpoint/note-key.ts';
import { packageRoot } from '../package-root.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(packageRoot, 'test', 'vectors', 'notes', name), 'utf8'));

/** The examples of the C2SP standards. */
export const c2sp = z
  .strictObject({
    example: z.strictObject({ vkey: z.string(), note: z.string() }),
    poem: z.string(),
    checkpoint: z.string(),
    cosigned: z.string(),
  })
  .parse(read('c2sp.json'));

/** Keys, text and signatures of the tests of golang.org/x/mod. */
export const xmod = z
  .strictObject({
    text: z.string(),
    peter: z.strictObject({ signer: z.string(), vkey: z.string(), line: z.string() }),
    enoch: z.strictObject({ vkey: z.string(), line: z.string() }),
    badKeys: z.record(z.string(), z.string()),
  })
  .parse(read('xmod.json'));

export interface Key {
  readonly signer: NoteSigner;
  readonly verifier: NoteVerifier;
}

export function key(name: string, type: keyof typeof noteKeyTypes = 'ed25519'): Key {
  const { signer, verifier } = makeLogKey(name, type);
  return { signer: parseSignerKey(signer), verifier: parseVerifierKey(verifier) };
}

/** Two keys of one name and one secret: the first signs heads, the second cosigns them. */
export function twins(name: string): { log: Key; witness: Key } {
  const made = makeLogKey(name);
  const log = { signer: parseSignerKey(made.signer), verifier: parseVerifierKey(made.verifier) };
  const seed = Buffer.from(
    made.signer.slice(`PRIVATE+KEY+${name}+${log.verifier.keyId}+`.length),
    'base64',
  ).subarray(1);
  const typed = Buffer.from(made.verifier.slice(`${name}+${log.verifier.keyId}+`.length), 'base64');
  const vkey = verifierKey(name, noteKeyTypes.cosignature, typed.subarray(1));
  const verifier = parseVerifierKey(vkey);
  const secret = Buffer.concat([Buffer.of(noteKeyTypes.cosignature), seed]).toString('base64');
  return {
    log,
    witness: { signer: parseSignerKey(`PRIVATE+KEY+${name}+${verifier.keyId}+${secret}`), verifier },
  };
}
