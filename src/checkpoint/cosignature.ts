import { LedgerError } from '../../events/errors.ts';
import { type NoteSignature, signatureLine } from './note.ts';
import { cosignedText, type NoteSigner, noteKeyTypes, parseVerifierKey } from './note-key.ts';

/**
 * A witness's signature line for a checkpoint, C2SP tlog-cosignature with Ed25519:
 * `uint64be(seconds) ‖ Ed25519("cosignature/v1\ntime <seconds>\n" ‖ the checkpoint's three lines)`, under a key of type
 * 0x04. `signer` signs whatever it is given with the witness's Ed25519 key. `seconds` are since 1970.
 * @throws LedgerError `key-refused` for a key of another type
 */
export async function cosign(text: string, signer: NoteSigner, seconds: number): Promise<string> {
  const { name, keyId, type } = parseVerifierKey(signer.vkey);
  if (type !== noteKeyTypes.cosignature) {
    const rule = 'a witness signs with a key of type 4 (cosignature/v1)';
    throw new LedgerError('key-refused', `this key is not accepted: ${rule}`, { rule });
  }
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = await signer.sign(cosignedText(Buffer.from(text), time));
  return signatureLine(name, keyId, Buffer.concat([time, signature]));
}

/** When a witness says that it saw the checkpoint, in seconds since 1970; 0 where it does not say. */
export const cosignedAt = ({ signature }: Pick<NoteSignature, 'signature'>): number =>
  Number(Buffer.from(signature).readBigUInt64BE(0));
