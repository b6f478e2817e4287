import { describe, it } from 'mocha';
import { type Visibility, visibilities } from '../../../events/fields.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { at, does } from '../offices.ts';
import { idOf } from '../people.ts';
import { office, opened, root } from './opened.ts';

const taken: CommandData<'record-export'> = {
  export: idOf('export'),
  audience: 'public',
  from: 0,
  size: 12,
  root,
  manifest: 'ab'.repeat(32),
};
const record = (by: string, changes: Partial<typeof taken> = {}) =>
  does(by, 'record-export', { ...taken, ...changes });

describe('recording an export', () => {
  const table: readonly (readonly [string, readonly Visibility[]])[] = [
    ['aud', visibilities],
    ['sec', ['public', 'participants']],
  ];
  for (const [by, accepted] of table) {
    for (const audience of visibilities) {
      if (accepted.includes(audience)) {
        it(`for ${audience} is open to ${by}`, () =>
          at(office, opened)
            .when(record(by, { audience }))
            .emits({ type: 'ExportProduced', data: { ...taken, audience } }));
      } else {
        it(`for ${audience} is refused to ${by}, naming what they may take`, () =>
          at(office, opened)
            .when(record(by, { audience }))
            .refuses('visibility-not-allowed', { visibility: audience, accepted }));
      }
    }
  }

  it('is for any audience at the machine', () => {
    for (const audience of visibilities)
      at(office, opened)
        .when({ ...record('sec', { audience }), via: 'operator' })
        .emits({ type: 'ExportProduced', data: { ...taken, audience } });
  });

  it('is not for those who have no part in it', () => {
    for (const by of ['adm', 'sub', 'ana', 'cha', 'reg'])
      at(office, opened).when(record(by)).refuses('not-permitted');
  });

  it('keeps to whom it went', () =>
    at(office, opened)
      .when(record('aud', { recipient: 'The court of audit' }))
      .emits({ type: 'ExportProduced', data: { ...taken, recipient: 'The court of audit' } }));

  it('is recorded once', () =>
    at(office, opened, record('aud'))
      .when(record('aud'))
      .refuses('already-exists', { what: 'export', id: taken.export }));

  it('does not begin behind its end', () =>
    at(office, opened)
      .when(record('aud', { from: 13 }))
      .refuses('invalid-command', { field: 'from', rule: 'at most 12, its size' }));
});
