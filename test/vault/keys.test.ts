import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createKeyFile, loadKey } from '../../src/vault/keys.ts';
import { folders } from './folder.ts';
import { refusal } from './refusals.ts';

describe('key files', () => {
  const folder = folders();

  it('are made with 256 random bits that load as the same key', () => {
    const path = join(folder(), 'vault.key');
    const made = createKeyFile(path, 'vault');
    const loaded = loadKey(path, 'vault');
    expect(loaded.id)
      .to.equal(made.id)
      .and.to.match(/^[0-9a-f]{16}$/);
    expect(loaded.secret.equals(made.secret)).to.equal(true);
    expect(made.secret.symmetricKeySize).to.equal(32);
    expect(createKeyFile(join(folder(), 'other.key'), 'vault').id).not.to.equal(made.id);
  });

  it('say in their first line what they are, and hold the key in the second', () => {
    const path = join(folder(), 'import.key');
    const { secret } = createKeyFile(path, 'import');
    const [header, line, ...rest] = readFileSync(path, 'utf8').split('\n');
    expect(header).to.match(/^# govledger import key v1: .*keep a copy/);
    expect(line).to.equal(secret.export().toString('base64url'));
    expect(rest).to.deep.equal(['']);
  });

  it('may be read by their owner alone, whatever the umask is', () => {
    const path = join(folder(), 'vault.key');
    const umask = process.umask(0o277);
    try {
      createKeyFile(path, 'vault');
    } finally {
      process.umask(umask);
    }
    expect(statSync(path).mode & 0o777).to.equal(0o600);
  });

  it('are never overwritten', () => {
    const path = join(folder(), 'vault.key');
    createKeyFile(path, 'vault');
    const before = readFileSync(path);
    expect(refusal(() => createKeyFile(path, 'vault'), 'key-exists').facts).to.deep.equal({ path });
    expect(readFileSync(path)).to.deep.equal(before);
  });

  it('show nothing of the key when it is logged', () => {
    const path = join(folder(), 'vault.key');
    const key = createKeyFile(path, 'vault');
    const secret = key.secret.export();
    const shown = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key);
    expect(shown).not.to.include(secret.toString('base64url'));
    expect(shown).not.to.include(secret.toString('hex'));
  });

  for (const mode of [0o640, 0o604, 0o620]) {
    it(`are refused with mode ${mode.toString(8)}, unless told that it cannot be helped`, () => {
      const path = join(folder(), 'vault.key');
      const { id } = createKeyFile(path, 'vault');
      chmodSync(path, mode);
      const error = refusal(() => loadKey(path, 'vault'), 'key-exposed');
      expect(error.facts).to.deep.equal({ path, mode: `0${mode.toString(8)}` });
      expect(error.message).to.include('chmod 600');
      expect(loadKey(path, 'vault', { allowExposed: true }).id).to.equal(id);
    });
  }

  it('that are missing are named, with what to do', () => {
    const path = join(folder(), 'vault.key');
    const error = refusal(() => loadKey(path, 'vault'), 'vault-key-missing');
    expect(error.facts).to.deep.equal({ path });
    expect(error.message).to.include(path).and.to.include('put the key file back');
    refusal(() => loadKey(path, 'import'), 'import-key-missing');
  });

  const good = Buffer.alloc(32, 1).toString('base64url');
  const malformed: readonly (readonly [string, string])[] = [
    ['is empty', ''],
    ['has no header', `${good}\n`],
    ['is for another purpose', `# govledger import key v1\n${good}\n`],
    ['is of a later version', `# govledger vault key v2\n${good}\n`],
    ['holds no key', '# govledger vault key v1\n'],
    ['holds a shorter key', `# govledger vault key v1\n${good.slice(1)}\n`],
    ['holds a longer key', `# govledger vault key v1\n${good}A\n`],
    ['holds a key that is not spelled canonically', `# govledger vault key v1\n${good.slice(0, -1)}F\n`],
    ['holds more than one key', `# govledger vault key v1\n${good}\n${good}\n`],
  ];
  for (const [how, content] of malformed) {
    it(`are refused when one ${how}`, () => {
      const path = join(folder(), 'vault.key');
      writeFileSync(path, content, { mode: 0o600 });
      expect(refusal(() => loadKey(path, 'vault'), 'key-malformed').message).to.include(path);
    });
  }

  it('may end their lines as Windows does, or not end the last', () => {
    const path = join(folder(), 'vault.key');
    writeFileSync(path, `# govledger vault key v1: a note\r\n${good}\r\n`, { mode: 0o600 });
    const { id } = loadKey(path, 'vault');
    writeFileSync(path, `# govledger vault key v1\n${good}`);
    expect(loadKey(path, 'vault').id).to.equal(id);
  });

  it('are refused when they are folders', () => {
    const path = join(folder(), 'vault.key');
    mkdirSync(path, { mode: 0o700 });
    refusal(() => loadKey(path, 'vault'), 'key-malformed');
  });
});
