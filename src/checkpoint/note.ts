import { LedgerError } from '../../events/errors.ts';
import { base64Bytes } from './base64.ts';
import { keyRefused } from './ed25519-key.ts';
import { isKeyName, type NoteSigner, type NoteVerifier, parseVerifierKey } from './note-key.ts';

/** One signature line, taken apart. It says who is meant to have signed; whether they did is for `openNote` to see. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  /** What follows the key id. */
  readonly signature: Uint8Array;
  /** As it stands in the note, without its newline. */
  readonly line: string;
}

/** A signature that fits, and the key that it fits. */
export interface GoodSignature extends NoteSignature {
  readonly verifier: NoteVerifier;
}

export interface Note {
  /** What is signed, its last newline included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface OpenedNote {
  readonly text: string;
  /** Each of a known key, and checked; a key counts once. */
  readonly good: readonly GoodSignature[];
  /** Of keys that were not asked about: they prove nothing. */
  readonly unknown: readonly NoteSignature[];
}

/** A note of more is not read: the keys that could sign it are far fewer. Sixteen have to be accepted. */
export const mostSignatures = 100;
export const mostNoteBytes = 1_000_000;

/**
 * Takes a C2SP signed note apart: text, a blank line, then lines `— <name> <base64(key id ‖ signature)>`.
 * The split is at the last blank line, for a text may have some of its own.
 *
 * ```text
 * This is an example message.
 *
 * — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
 * ```
 * ```js
 * parseNote(example).text === 'This is an example message.\n' // true
 * const key = parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')
 * openNote(example, [key]).good.map(({ name, keyId }) => `${name} ${keyId}`) // ["example.com/foo 530d903a"]
 * ```
 * @throws LedgerError `note-invalid`
 */
export function parseNote(note: string): Note {
  if (Buffer.byteLength(note) > mostNoteBytes) throw invalid(`is longer than ${mostNoteBytes} bytes`);
  if (/\p{Surrogate}/u.test(note)) throw invalid('is no UTF-8');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a note may not hold
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note))
    throw invalid('holds a control character other than newline');
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n'))
    throw invalid('is no text, a blank line, and signature lines that end in newlines');
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > mostSignatures) throw invalid(`has more than ${mostSignatures} signatures`);
  if (lines[0] === '') throw invalid('has no signature line');
  return { text, signatures: lines.map(parseSignatureLine) };
}

/** The text of a note that came as bytes. @throws LedgerError `note-invalid` for what is no UTF-8 */
export function noteText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid('is no UTF-8');
  }
}

/** `— <name> <base64(key id ‖ signature)>`. @throws LedgerError `note-invalid` */
export function parseSignatureLine(line: string): NoteSignature {
  const [dash, name = '', encoded = '', ...rest] = line.split(' ');
  const bytes = base64Bytes(encoded);
  if (dash !== '—' || rest.length > 0 || !isKeyName(name) || bytes === null || bytes.byteLength < 5)
    throw invalid('has a signature line that is not "— name base64"');
  return { name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4), line };
}

/**
 * A note whose text some of `verifiers` signed. Lines of other keys are passed over; a line of one of them that does not
 * fit refuses the note, whatever else it holds.
 * @throws LedgerError `note-invalid`, `signature-invalid`, and `key-refused` for keys that a line cannot tell apart
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  requireDistinct(verifiers);
  const { text, signatures } = parseNote(note);
  const bytes = Buffer.from(text);
  const good: GoodSignature[] = [];
  const unknown: NoteSignature[] = [];
  for (const signature of signatures) {
    const { name, keyId } = signature;
    const verifier = verifiers.find((each) => each.name === name && each.keyId === keyId);
    if (verifier === undefined) unknown.push(signature);
    else if (!verifier.verify(bytes, signature.signature)) throw badSignature(name, keyId);
    else if (!good.some((each) => each.name === name && each.keyId === keyId))
      good.push({ ...signature, verifier });
  }
  if (good.length > 0) return { text, good, unknown };
  const names = verifiers.map(({ name, keyId }) => `${name}+${keyId}`).join(', ');
  const found = signatures.map(({ name, keyId }) => `${name}+${keyId}`).join(', ');
  throw new LedgerError(
    'signature-invalid',
    `the note is signed by none of the keys that were given (${names || 'none'}); it says it is signed by ${found}`,
    { key: names },
  );
}

/** Signs a text that ends in a newline, once for each signer in their order. @throws LedgerError `note-invalid` */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<string> {
  if (!text.endsWith('\n')) throw invalid('has a text that does not end in a newline');
  const lines: string[] = [];
  for (const { vkey, sign } of signers) {
    const { name, keyId, verify } = parseVerifierKey(vkey);
    const bytes = Buffer.from(text);
    const signature = await sign(bytes);
    // What signs may be another program: nothing of it is published that others would refuse.
    if (!verify(bytes, signature)) throw badSignature(name, keyId);
    lines.push(signatureLine(name, keyId, signature));
  }
  const note = `${text}\n${lines.map((line) => `${line}\n`).join('')}`;
  parseNote(note);
  return note;
}

export const signatureLine = (name: string, keyId: string, signature: Uint8Array): string =>
  `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}`;

const invalid = (rule: string): LedgerError<'note-invalid'> =>
  new LedgerError('note-invalid', `the signed note ${rule}`, { rule });

/** A key id has 32 bits: a second key under the same name and id is made in minutes, and must not be taken for the first. */
function requireDistinct(verifiers: readonly NoteVerifier[]): void {
  const known = new Map<string, string>();
  for (const { name, keyId, vkey } of verifiers) {
    const other = known.get(`${name}+${keyId}`);
    if (other !== undefined && other !== vkey)
      throw keyRefused(`two different keys share the name ${name} and the id ${keyId}`);
    known.set(`${name}+${keyId}`, vkey);
  }
}

export const badSignature = (name: string, keyId: string): LedgerError<'signature-invalid'> =>
  new LedgerError(
    'signature-invalid',
    `the signature of ${name}+${keyId} does not fit the text: it was changed, or signed by another key`,
    { key: `${name}+${keyId}` },
  );
