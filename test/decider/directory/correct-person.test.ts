import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { EventOf } from '../../../events/catalogue.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { at, does, type OfficeAct } from '../offices.ts';
import { directory, idOf } from '../people.ts';

const reason = 'Married';
const correct = (
  by: string,
  changes: Partial<CommandData<'correct-person'>>,
  options: Partial<OfficeAct> = {},
): OfficeAct => does(by, 'correct-person', { person: idOf('ana'), reason, ...changes }, options);
const entry = directory.people.get(idOf('ana'))?.event ?? '';
const corrected = (field: 'name' | 'address', text: string): EventOf<'EntryCorrected'> => ({
  type: 'EntryCorrected',
  data: { entry, person: idOf('ana'), field, visibility: 'auditors', reading: { text }, reason },
});

describe('correcting a person’s entry', () => {
  it('is the registrar’s, an entry for the name and one for the address, for auditors alone', () => {
    at({})
      .when(correct('reg', { name: 'Ana Newname' }))
      .emits(corrected('name', 'Ana Newname'));
    at({})
      .when(correct('reg', { address: 'ana@example.org', name: 'Ana Newname' }))
      .emits(corrected('name', 'Ana Newname'), corrected('address', 'ana@example.org'));
    for (const by of ['adm', 'sec', 'aud', 'ben'])
      at({})
        .when(correct(by, { name: 'Anna' }))
        .refuses('not-permitted', { accepted: ['registrar'] });
  });

  it('is never about oneself', () =>
    at({})
      .when(correct('reg', { person: idOf('reg'), name: 'Regina' }))
      .refuses('separation-of-duties', { rule: 'SOD-7' }));

  it('corrects something, of somebody', () => {
    at({}).when(correct('reg', {})).refuses('invalid-command', { field: 'name' });
    at({})
      .when(correct('reg', { person: idOf('nobody'), name: 'Zoe' }))
      .refuses('unknown-reference', { field: 'person' });
  });

  it('is not imported: a file of history names its own people', () =>
    at({})
      .when(correct('reg', { name: 'Anna' }, { imported: { source: 'archive' } }))
      .refuses('import-closed'));

  it('leaves the person what they are, and says where the name now stands', () =>
    at({}, correct('reg', { name: 'Anna' }), correct('reg', { name: 'Anne' })).shows((desk) => {
      const before = directory.people.get(idOf('ana'));
      expect(desk.directory.people.get(idOf('ana'))).to.deep.equal({
        ...before,
        nameIn: desk.last('EntryCorrected').id,
      });
    }));
});
