import { createPrivateKey, createPublicKey } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { VerifierKey } from '../../events/ledger.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { keyIdOf } from '../../src/checkpoint/note-key.ts';

/** PKCS #8 (RFC 8410) around a 32-byte Ed25519 seed. */
const pkcs8 = (seed: Buffer): Buffer =>
  Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);

describe('a log key', () => {
  it('has the key id of the example that C2SP signed-note publishes', () => {
    const key = Buffer.from('AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', 'base64');
    expect(keyIdOf('example.com/foo', key)).to.equal('530d903a');
  });

  it('is spelled as signed-note spells verifier and signer, of one key pair', () => {
    const { verifier, signer } = makeLogKey('ledger.example/governance');
    expect(VerifierKey.safeParse(verifier).success).to.equal(true);
    const [name = '', id = '', publicKey = ''] = verifier.split('+');
    const secret = signer.slice(`PRIVATE+KEY+${name}+${id}+`.length);
    expect([name, id]).to.deep.equal([
      'ledger.example/governance',
      keyIdOf('ledger.example/governance', Buffer.from(verifier.slice(`${name}+${id}+`.length), 'base64')),
    ]);
    expect(publicKey).to.not.equal('');
    const seed = Buffer.from(secret, 'base64').subarray(1);
    const key = createPublicKey(createPrivateKey({ key: pkcs8(seed), format: 'der', type: 'pkcs8' }));
    const raw = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
    expect(Buffer.from(verifier.slice(`${name}+${id}+`.length), 'base64').subarray(1)).to.deep.equal(raw);
  });
});
