import { expect } from 'chai';
import { describe, it } from 'mocha';
import { at, does } from '../offices.ts';
import { firstKey, keyOf, office, opened, origin, secondKey } from './opened.ts';

const add = (key = secondKey, by = 'adm') => does(by, 'add-log-key', { key });
const retire = (key = firstKey, by = 'adm') => does(by, 'retire-log-key', { key });

describe('adding a key of the log', () => {
  it('is for the administrator', () => {
    at(office, opened)
      .when(add())
      .emits({ type: 'LogKeyAdded', data: { key: secondKey } });
    at(office, opened).when(add()).as('administrator');
    for (const by of ['reg', 'sec', 'aud', 'ste']) {
      at(office, opened)
        .when(add(secondKey, by))
        .refuses('not-permitted', { command: 'add-log-key', accepted: ['administrator'] });
    }
  });

  it('refuses one that signs it already, and one that was retired', () => {
    at(office, opened).when(add(firstKey)).refuses('already-exists', { what: 'log key', id: firstKey });
    at(office, opened, add(), retire()).when(add(firstKey)).refuses('already-exists');
  });

  it('refuses a key under another name, and says under which', () => {
    const error = at(office, opened)
      .when(add(keyOf('other.example', 1)))
      .refuses('invalid-command', { field: 'key' });
    expect(error.message).to.contain(`under the name of the log, ${origin}`).and.contain('other.example');
  });

  it('refuses a key of which a letter was changed', () => {
    const other = firstKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+');
    at(office, opened).when(add(other)).refuses('invalid-command', { field: 'key' });
  });

  it('refuses the key of a witness, which signs no log', () => {
    at(office, opened)
      .when(add(keyOf(origin, 1, 4)))
      .refuses('invalid-command', { rule: 'an Ed25519 key (type 1) signs a log; this one is of type 4' });
  });

  it('is not imported, not the system’s own, and nothing before the ledger is open', () => {
    at(office, opened)
      .when({ ...add(), imported: { source: 'joss' } })
      .refuses('import-closed', { stream: 'ledger' });
    at(office, opened)
      .when({ ...add(), via: 'system' })
      .refuses('not-permitted', { accepted: [] });
    at(office).when(add()).refuses('not-found', { what: 'ledger' });
  });
});

describe('retiring a key of the log', () => {
  it('is for the administrator, while another key signs', () => {
    at(office, opened, add())
      .when(retire())
      .emits({ type: 'LogKeyRetired', data: { key: firstKey } });
    at(office, opened, add())
      .when(retire(secondKey))
      .emits({ type: 'LogKeyRetired', data: { key: secondKey } });
    at(office, opened, add()).when(retire(firstKey, 'reg')).refuses('not-permitted');
  });

  it('refuses the last one', () => {
    at(office, opened).when(retire()).refuses('last-log-key', { key: firstKey });
    at(office, opened, add(), retire()).when(retire(secondKey)).refuses('last-log-key', { key: secondKey });
  });

  it('refuses one that the log never had, naming those that sign it', () => {
    const error = at(office, opened).when(retire(secondKey)).refuses('unknown-reference', { field: 'key' });
    expect(error.message).to.contain(firstKey);
  });

  it('happens once', () =>
    at(office, opened, add(), retire()).when(retire()).refuses('already-done', { id: firstKey }));
});
