import { LedgerError } from '../../events/errors.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { badSignature, type NoteSignature, signatureLine } from './note.ts';
import {
  cosignatureBytes,
  cosignedText,
  latestSecond,
  type NoteSigner,
  noteKeyTypes,
  parseVerifierKey,
  secondsOf,
} from './note-key.ts';

/**
 * A witness's signature line for a checkpoint, C2SP tlog-cosignature with Ed25519:
 * `uint64be(seconds) ‖ Ed25519("cosignature/v1\ntime <seconds>\n" ‖ the checkpoint's three lines)`, under a key of type
 * 0x04. `signer` signs whatever it is given with the witness's Ed25519 key. `seconds` are since 1970.
 *
 * ```text
 * ledger.example/governance
 * 0
 * 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
 * ```
 * ```js
 * const signer = parseSignerKey('PRIVATE+KEY+w.example+41aab8ed+BAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB')
 * const line = await cosign(example, signer, 1679315147)
 * line // — w.example Qaq47QAAAABkGFDLlfWkqwEh5HQlW2jQHsMvsyPoAzDX1jgYT1Dz9npuL7PdSl8c59qZL8kMImt3nmwoDf7zUU8Pmc61HuorxhHTAQ==
 * cosignedAt(parseSignatureLine(line)) // 1679315147
 * ```
 * @throws LedgerError `checkpoint-invalid`; `key-refused` for a key of another type; `signature-invalid` for a signer that
 * signs with another key
 */
export async function cosign(text: string, signer: NoteSigner, seconds: number): Promise<string> {
  parseCheckpoint(text);
  const { name, keyId, type, verify } = parseVerifierKey(signer.vkey);
  if (type !== noteKeyTypes.cosignature) {
    const rule = 'a witness signs with a key of type 4 (cosignature/v1)';
    throw new LedgerError('key-refused', `this key is not accepted: ${rule}`, { rule });
  }
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > latestSecond)
    throw new RangeError(`${seconds} is no time in whole seconds since 1970`);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const bytes = Buffer.from(text);
  const signature = Buffer.concat([time, await signer.sign(cosignedText(bytes, time))]);
  if (!verify(bytes, signature)) throw badSignature(name, keyId);
  return signatureLine(name, keyId, signature);
}

/** When a witness says that it saw the checkpoint, in seconds since 1970; 0 for a signature that is no cosignature. */
export const cosignedAt = ({ signature }: Pick<NoteSignature, 'signature'>): number =>
  signature.byteLength === cosignatureBytes ? Number(secondsOf(signature)) : 0;
