import { createSecretKey } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  createdId,
  eventId,
  foundingId,
  importedId,
  isSystemCommandId,
  pseudonymOf,
  sealedId,
  systemCommandId,
} from '../../events/derived-ids.ts';
import { Uuid } from '../../events/ids.ts';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const command = '018f4e2a-7b1c-7d3e-8f5a-6b7c8d9e0f1a';
const submission = '3f2b8c1e-6d4a-4f0b-9c7e-1a2b3c4d5e6f';
/** The bytes 00 to 1f. */
const secret = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';
const key = Buffer.from(secret, 'base64url');

describe('derived ids', () => {
  it('are the UUID v5 of RFC 9562, appendix A.4', () =>
    expect(createdId(dns, 'www.example.com')).to.equal('2ed6657d-e927-568b-95e1-2665a8aea6a2'));

  it('give every event of an append, and what it creates, an id of the command (values by Python’s uuid)', () => {
    expect(eventId(command, `submission-${submission}`, 0)).to.equal('8295c84d-f95e-57fe-9aec-57692818111c');
    expect(createdId(command, 'decision')).to.equal('d51b5a51-1785-50d6-985e-10ca9c17b067');
    expect(systemCommandId(command, 'DecisionExpired', '2026-03-03T17:00:00.000Z')).to.equal(
      '7eb41c47-5af2-5eb9-9665-50e5a6fd2bd1',
    );
  });

  it('give a person a pseudonym by HMAC-SHA-256 (value by openssl), another in every submission', () => {
    expect(pseudonymOf(secret, submission)).to.equal('a78285ed-eb8a-8c24-8f41-7d81a064249b');
    expect(pseudonymOf(secret, command)).not.to.equal(pseudonymOf(secret, submission));
  });

  it('give what a source knows an id that its key alone can make (values by openssl)', () => {
    expect(importedId(key, 'joss', 'person', 'openjournals')).to.equal(
      'bfe91e25-7302-8695-8eb0-816ed21bc77d',
    );
  });

  it('are the same from a key object as from its bytes', () =>
    expect(importedId(createSecretKey(key), 'joss', 'person', 'openjournals')).to.equal(
      importedId(key, 'joss', 'person', 'openjournals'),
    ));

  it('keep what is sealed apart from its command, and found a ledger by its own id (values by openssl)', () => {
    expect(sealedId(secret, command)).to.equal('a344da13-864d-8131-ad76-c9b6f1b8967b');
    expect(foundingId(submission, 'open')).to.equal('881bf82b-eb92-87d4-acf4-d8c66b131683');
  });

  it('tell the system’s commands from all others', () => {
    expect(
      isSystemCommandId(systemCommandId(command, 'DecisionExpired', '2026-01-01T00:00:00.000Z')),
    ).to.equal(true);
    for (const other of [
      command,
      submission,
      foundingId(submission, 'open'),
      importedId(key, 'joss', 'command', '1'),
    ])
      expect(isSystemCommandId(other)).to.equal(false);
  });

  it('differ by kind, source and key', () => {
    const ids = [
      importedId(key, 'joss', 'person', '1'),
      importedId(key, 'joss', 'submission', '1'),
      importedId(key, 'joss', 'command', '1'),
      importedId(key, 'federal', 'person', '1'),
      importedId(key, 'joss', 'person', '2'),
    ];
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(Uuid.parse(id)[14], 'version').to.equal('8');
  });
});
