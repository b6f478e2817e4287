import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, describe } from 'mocha';
import { formatCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { parseNote, signNote } from '../../src/checkpoint/note.ts';
import { itNeeding } from '../it-needing.ts';
import { c2sp, key } from './notes.ts';

/** As docs/verifying.md has them, for a note of one signature: the key from the vkey, the signature from the note, and OpenSSL to compare them. */
const commands = `
printf '%s' "$VKEY" | cut -d+ -f3- | base64 -d | tail -c 32 > key.raw
{ printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; cat key.raw; } > key.der
sed '/^$/,$d' checkpoint > text
sed -n 's/^— [^ ]* //p' checkpoint | head -n 1 | base64 -d | tail -c 64 > signature
openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature
`;

const folder = mkdtempSync(join(tmpdir(), 'openssl-'));
const hasOpenSsl = /^OpenSSL 3\./.test(spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '');
const itWithOpenSsl = itNeeding('openssl 3', hasOpenSsl);

function check(note: string, vkey: string): { status: number | null; said: string } {
  writeFileSync(join(folder, 'checkpoint'), note);
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', commands], {
    cwd: folder,
    env: { ...process.env, VKEY: vkey },
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}`.trim() };
}

describe("OpenSSL, with nothing of this package's", () => {
  after(() => rmSync(folder, { recursive: true, force: true }));

  itWithOpenSsl('finds the signature of a checkpoint good under the key of its vkey', async () => {
    const origin = 'ledger.example/governance';
    const { signer, verifier } = key(origin);
    const text = formatCheckpoint({ origin, size: 5, root: Buffer.alloc(32, 7) });
    const note = await signNote(text, [signer]);
    expect(check(note, verifier.vkey)).to.deep.equal({ status: 0, said: 'Signature Verified Successfully' });
    expect(check(note.replace('\n5\n', '\n6\n'), verifier.vkey).status).to.equal(1);
    expect(check(note, key(origin).verifier.vkey).status).to.equal(1);
    const { signatures } = parseNote(note);
    expect(signatures).to.have.length(1);
  });

  itWithOpenSsl("finds the standard's example good, and not with a letter changed", () => {
    const { vkey, note } = c2sp.example;
    expect(check(note, vkey)).to.deep.equal({ status: 0, said: 'Signature Verified Successfully' });
    expect(check(note.replace('example', 'exampel'), vkey).status).to.equal(1);
  });
});
